import { customVjp } from "../customVjp.js";
import { type Binary, elementwise, given, normal, op, uniform } from "../op.js";
import { div } from "./div.js";
import { equal } from "./equal.js";
import { log } from "./log.js";
import { logicalAnd } from "./logicalAnd.js";
import { mul } from "./mul.js";
import { where } from "./where.js";

/**
 * x · log(y), and 0 wherever x is 0, as entropies need; elementwise with broadcasting. The derivative is log(y) by x
 * (−∞ at y = 0) and x/y by y (0 where both are 0).
 */
export const xlogy: Binary = op("xlogy", {
  compose: ([x, y]) =>
    customVjp(where(equal(x!, 0), 0, mul(x!, log(y!))), [x!, y!], (g, [x, y]) => [
      mul(g, log(y!)),
      mul(g, div(x!, where(logicalAnd(equal(x!, 0), equal(y!, 0)), 1, y!))),
    ]),
  reference: elementwise((x, y) => (x === 0 ? 0 : x! * Math.log(y!))),
  samples: [
    [normal(), uniform(0.2, 3)],
    [normal([2, 1]), uniform(0.2, 3, [3])],
    [given([3], [0, 0, 1]), uniform(0.2, 3, [3])],
  ],
});
