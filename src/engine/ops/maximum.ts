import { type Binary, elementwise, integers, normal, op } from "../op.js";
import { equal } from "./equal.js";
import { greater } from "./greater.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

/**
 * The larger of x and y, elementwise with broadcasting; float or integer, NaN where either is. Where they are equal,
 * each gets half of the derivative, so that exchanging them changes nothing.
 */
export const maximum: Binary = op("maximum", {
  accepts: ["number"],
  vjp: ([x, y], g) => {
    const first = where(greater(x!, y!), g, where(equal(x!, y!), mul(g, 0.5), 0));
    return [first, sub(g, first)];
  },
  onnx: "Max",
  reference: elementwise((x, y) => Math.max(x!, y!)),
  samples: [
    [normal(), normal()],
    [normal([2, 3]), normal([3])],
    [normal([2, 1]), 0.1],
    [integers(-3, 4), integers(-3, 4)],
  ],
});
