import { elementwise, normal, op, type Tensor, type Unary, uniform } from "../op.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { cos } from "./cos.js";
import { div } from "./div.js";
import { greater } from "./greater.js";
import { mul } from "./mul.js";
import { reciprocal } from "./reciprocal.js";
import { sign } from "./sign.js";
import { sin } from "./sin.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

/** Inverse tangent, elementwise; ±π/2 at ±∞. @returns radians in [−π/2, π/2] */
export const atan: Unary = op("atan", {
  vjp: ([x], g) => [div(g, add(1, mul(x!, x!)))],
  onnx: "Atan",
  lower: {
    f64: ([x]) => {
      const far = greater(abs(x!), 1);
      const near = atanNear(where(far, reciprocal(x!), x!));
      return where(far, sub(mul(sign(x!), Math.PI / 2), near), near); // atan x = ±π/2 − atan(1/x)
    },
  },
  reference: elementwise((x) => Math.atan(x!)),
  samples: [[normal()], [uniform(-30, 30, [5])]],
});

/**
 * atan x for |x| ≤ 1: a guess y, good to 0.005, and the rest from its tangent
 * d = tan(atan x − y) = (x cos y − sin y)/(cos y + x sin y), whose arctangent is d − d³/3 + d⁵/5 to 1e-17.
 */
function atanNear(x: Tensor): Tensor {
  const y = div(x, add(1, mul(0.28, mul(x, x))));
  const [c, s] = [cos(y), sin(y)];
  const d = div(sub(mul(x, c), s), add(c, mul(x, s)));
  const square = mul(d, d);
  return add(y, mul(d, sub(1, mul(square, sub(1 / 3, mul(square, 1 / 5))))));
}
