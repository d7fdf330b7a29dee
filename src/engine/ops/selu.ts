import { elementwise, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { elu } from "./elu.js";
import { greater } from "./greater.js";
import { mul } from "./mul.js";
import { where } from "./where.js";

// The fixed point with mean 0 and variance 1.
const [alpha, gamma] = [1.6732632423543772, 1.0507009873554805];

/**
 * Scaled exponential linear unit γ · elu(x, α), whose constants keep mean 0 and variance 1; the derivative at 0 is
 * taken as γα.
 * @source Klambauer et al. 2017, arXiv:1706.02515
 */
export const selu: Unary = op("selu", {
  vjp: ([x], g, y) => [where(greater(x!, 0), mul(g, gamma), mul(g, add(y, gamma * alpha)))],
  onnx: "Selu",
  lower: { f64: ([x]) => mul(gamma, elu(x!, alpha)) },
  reference: elementwise((x) => gamma * (x! > 0 ? x! : alpha * Math.expm1(x!))),
  samples: [[uniform(0.2, 2)], [uniform(-2, -0.2)]],
});
