import { elementwise, normal, op, type Unary, uniform } from "../op.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { log1p } from "./log1p.js";
import { mul } from "./mul.js";
import { reciprocal } from "./reciprocal.js";
import { sign } from "./sign.js";
import { sqrt } from "./sqrt.js";

/** Inverse hyperbolic sine, elementwise. */
export const asinh: Unary = op("asinh", {
  vjp: ([x], g) => [div(g, sqrt(add(1, mul(x!, x!))))],
  onnx: "Asinh",
  lower: {
    // log(a + √(a² + 1)) = log(1 + a + a²/(1 + √(a² + 1))) for a = |x|; divided by a so that a² is never out of range.
    f64: ([x]) => {
      const [a, inverse] = [abs(x!), reciprocal(abs(x!))];
      const rest = div(a, add(inverse, sqrt(add(1, mul(inverse, inverse)))));
      return mul(sign(x!), log1p(add(a, rest)));
    },
  },
  reference: elementwise((x) => Math.asinh(x!)),
  samples: [[normal()], [uniform(-50, 50, [4])]],
});
