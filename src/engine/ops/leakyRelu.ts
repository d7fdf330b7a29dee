import { elementwise, type Op, type Operand, op, uniform } from "../op.js";
import { greater } from "./greater.js";
import { mul } from "./mul.js";
import { where } from "./where.js";

/**
 * x above 0, slope · x below; the derivative at 0 is taken as the slope.
 * @param slope 0.01 by default
 */
export const leakyRelu: Op<[x: Operand, slope?: number]> = op("leakyRelu", {
  args: (x, slope = 0.01) => ({ inputs: [x], attributes: { slope } }),
  vjp: ([x], g, { attributes: { slope } }) => [where(greater(x!, 0), g, mul(g, slope))],
  onnx: (emitter, inputs, { attributes }) => emitter.node("LeakyRelu", inputs, { alpha: { float: attributes.slope } }),
  lower: { f64: ([x], { slope }) => where(greater(x!, 0), x!, mul(x!, slope)) },
  reference: (inputs, { slope }, shape) => elementwise((x) => (x! > 0 ? x! : slope * x!))(inputs, undefined, shape),
  samples: [[uniform(0.2, 2)], [uniform(-2, -0.2)], [uniform(-2, -0.2), 0.3]],
});
