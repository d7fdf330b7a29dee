import { elementwise, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { atan } from "./atan.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

/**
 * Inverse sine, elementwise; the derivative 1/√(1 − x²) is infinite at ±1.
 * @param x −1 ≤ x ≤ 1, NaN outside
 * @returns radians in [−π/2, π/2]
 */
export const asin: Unary = op("asin", {
  // 1 − x² would cancel near |x| = 1.
  vjp: ([x], g) => [div(g, sqrt(mul(sub(1, x!), add(1, x!))))],
  onnx: "Asin",
  // The half-angle form stays finite at ±1, where x/√(1 − x²) does not.
  lower: { f64: ([x]) => mul(2, atan(div(x!, add(1, sqrt(mul(sub(1, x!), add(1, x!))))))) },
  reference: elementwise((x) => Math.asin(x!)),
  samples: [[uniform(-0.9, 0.9)], [uniform(0.001, 0.05, [4])]],
});
