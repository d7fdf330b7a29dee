import { elementwise, op, type Unary, uniform } from "../op.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { log1p } from "./log1p.js";
import { mul } from "./mul.js";
import { sign } from "./sign.js";
import { sub } from "./sub.js";

/**
 * Inverse hyperbolic tangent, elementwise; infinite, as is its derivative, at ±1.
 * @param x −1 ≤ x ≤ 1, NaN outside
 */
export const atanh: Unary = op("atanh", {
  vjp: ([x], g) => [div(g, mul(sub(1, x!), add(1, x!)))], // 1 − x² would cancel near |x| = 1
  onnx: "Atanh",
  // log((1 + a)/(1 − a))/2 = log(1 + 2a/(1 − a))/2 for a = |x|, which does not cancel near 0.
  lower: {
    f64: ([x]) => {
      const a = abs(x!);
      return mul(mul(0.5, sign(x!)), log1p(div(add(a, a), sub(1, a))));
    },
  },
  reference: elementwise((x) => Math.atanh(x!)),
  samples: [[uniform(-0.9, 0.9)], [uniform(0.001, 0.05, [4])]],
});
