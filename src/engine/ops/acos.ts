import { elementwise, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { atan } from "./atan.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

/**
 * Inverse cosine, elementwise; the derivative −1/√(1 − x²) is infinite at ±1.
 * @param x −1 ≤ x ≤ 1, NaN outside
 * @returns radians in [0, π]
 */
export const acos: Unary = op("acos", {
  // 1 − x² would cancel near |x| = 1.
  vjp: ([x], g) => [neg(div(g, sqrt(mul(sub(1, x!), add(1, x!)))))],
  onnx: "Acos",
  // tan²(y/2) = (1 − x)/(1 + x); at x = −1 the arctangent of ∞ is π/2.
  lower: { f64: ([x]) => mul(2, atan(sqrt(div(sub(1, x!), add(1, x!))))) },
  reference: elementwise((x) => Math.acos(x!)),
  samples: [[uniform(-0.9, 0.9)], [uniform(-0.95, -0.8, [4])]],
});
