import { type Binary, elementwise, given, isFloat, op, uniform } from "../op.js";
import { equal } from "./equal.js";
import { greater } from "./greater.js";
import { log } from "./log.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

/**
 * xⁿ for a tensor of exponents, elementwise with broadcasting; float or integer, NaN for x < 0 unless n is whole. `pow`
 * has one fixed exponent, also for the derivative at x = 0. The derivative by n is 0 where x ≤ 0, by x where n = 0.
 */
export const power: Binary = op("power", {
  accepts: ["number"],
  vjp: ([x, n], g, y) => {
    if (!isFloat(y)) return [undefined, undefined];
    const slope = where(equal(n!, 0), 0, mul(n!, power(x!, sub(n!, 1))));
    const positive = greater(x!, 0);
    return [mul(g, slope), mul(g, where(positive, mul(y, log(where(positive, x!, 1))), 0))];
  },
  onnx: "Pow",
  reference: elementwise((x, n) => x! ** n!),
  samples: [
    [uniform(0.2, 2), uniform(-2, 2)],
    [uniform(0.2, 2, [2, 3]), uniform(-1, 3, [3])],
    [uniform(0.5, 2, [2, 1]), 1.5],
    [given([3], [2, -3, 5], "i64"), given([3], [3, 3, 0], "i64")],
  ],
});
