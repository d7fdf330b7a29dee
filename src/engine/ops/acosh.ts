import { elementwise, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { log1p } from "./log1p.js";
import { mul } from "./mul.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

/**
 * Inverse hyperbolic cosine, elementwise; the derivative 1/√(x² − 1) is infinite at 1.
 * @param x ≥ 1, NaN below
 */
export const acosh: Unary = op("acosh", {
  vjp: ([x], g) => [div(g, mul(sqrt(sub(x!, 1)), sqrt(add(x!, 1))))], // two roots, so that x² is never out of range
  onnx: "Acosh",
  // log(x + √(x² − 1)) = log(1 + t + √(t (t + 2))) for t = x − 1, which does not cancel near 1.
  lower: {
    f64: ([x]) => {
      const t = sub(x!, 1);
      return log1p(add(t, mul(sqrt(t), sqrt(add(t, 2)))));
    },
  },
  reference: elementwise((x) => Math.acosh(x!)),
  samples: [[uniform(1.3, 5)], [uniform(10, 100, [4])]],
});
