import { elementwise, type Op, type Operand, op, uniform } from "../op.js";
import { add } from "./add.js";
import { expm1 } from "./expm1.js";
import { greater } from "./greater.js";
import { minimum } from "./minimum.js";
import { mul } from "./mul.js";
import { where } from "./where.js";

/**
 * Exponential linear unit: x above 0, α(eˣ − 1) below; the derivative at 0 is taken as α.
 * @param alpha 1 by default
 * @source Clevert et al. 2016, arXiv:1511.07289
 */
export const elu: Op<[x: Operand, alpha?: number]> = op("elu", {
  args: (x, alpha = 1) => ({ inputs: [x], attributes: { alpha } }),
  // αeˣ = y + α below 0, finite on both sides.
  vjp: ([x], g, y) => [where(greater(x!, 0), g, mul(g, add(y, y.attributes.alpha)))],
  onnx: (emitter, inputs, { attributes }) => emitter.node("Elu", inputs, { alpha: { float: attributes.alpha } }),
  lower: { f64: ([x], { alpha }) => where(greater(x!, 0), x!, mul(alpha, expm1(minimum(x!, 0)))) },
  reference: (inputs, { alpha }, shape) =>
    elementwise((x) => (x! > 0 ? x! : alpha * Math.expm1(x!)))(inputs, undefined, shape),
  samples: [[uniform(0.2, 2)], [uniform(-2, -0.2)], [uniform(-2, -0.2), 0.7], [uniform(100, 2000, [3])]],
});
