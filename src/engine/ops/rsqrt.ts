import { customVjp } from "../customVjp.js";
import { elementwise, op, type Unary, uniform } from "../op.js";
import { mul } from "./mul.js";
import { reciprocal } from "./reciprocal.js";
import { sqrt } from "./sqrt.js";

/** 1/√x, elementwise; NaN below 0, ∞ at 0. */
export const rsqrt: Unary = op("rsqrt", {
  compose: ([x]) => {
    // One pass fewer than by the chain rule.
    return customVjp(reciprocal(sqrt(x!)), [x!], (g, _, y) => [mul(mul(g, -0.5), mul(y, mul(y, y)))]);
  },
  reference: elementwise((x) => 1 / Math.sqrt(x!)),
  samples: [[uniform(0.1, 5)]],
});
