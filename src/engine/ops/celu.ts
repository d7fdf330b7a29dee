import { InputError } from "../../error.js";
import { elementwise, type Op, type Operand, op, uniform } from "../op.js";
import { add } from "./add.js";
import { expm1 } from "./expm1.js";
import { greater } from "./greater.js";
import { minimum } from "./minimum.js";
import { mul } from "./mul.js";
import { where } from "./where.js";

/**
 * Exponential linear unit with a continuous derivative: x above 0, α(e^(x/α) − 1) below.
 * @param alpha > 0, 1 by default
 * @throws InputError if alpha is not positive
 * @source Barron 2017, arXiv:1704.07483
 */
export const celu: Op<[x: Operand, alpha?: number]> = op("celu", {
  args: (x, alpha = 1) => {
    if (!(alpha > 0)) throw new InputError("celu", { expected: "alpha > 0", got: String(alpha) });
    return { inputs: [x], attributes: { alpha } };
  },
  // e^(x/α) = y/α + 1 below 0, finite on both sides.
  vjp: ([x], g, y) => [where(greater(x!, 0), g, mul(g, add(mul(y, 1 / y.attributes.alpha), 1)))],
  onnx: (emitter, inputs, { attributes }) => emitter.node("Celu", inputs, { alpha: { float: attributes.alpha } }),
  lower: { f64: ([x], { alpha }) => where(greater(x!, 0), x!, mul(alpha, expm1(mul(minimum(x!, 0), 1 / alpha)))) },
  reference: (inputs, { alpha }, shape) =>
    elementwise((x) => (x! > 0 ? x! : alpha * Math.expm1(x! / alpha)))(inputs, undefined, shape),
  samples: [[uniform(0.2, 2)], [uniform(-2, -0.2)], [uniform(-2, -0.2), 0.7]],
});
