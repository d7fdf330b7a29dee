import { normal, op, type Tensor, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { erf } from "./erf.js";
import { exp } from "./exp.js";
import { mul } from "./mul.js";

/**
 * Gaussian error linear unit x · Φ(x), elementwise, with the exact Φ(x) = (1 + erf(x/√2))/2.
 * @source Hendrycks & Gimpel 2016, arXiv:1606.08415
 */
export const gelu: Unary = op("gelu", {
  vjp: ([x], g) => [mul(g, add(cumulative(x!), mul(x!, density(x!))))],
  onnx: "Gelu",
  lower: { f64: ([x]) => mul(x!, cumulative(x!)) },
  reference: ([x], _, shape) => {
    const scaled = { shape, data: x!.data.map((value) => value * Math.SQRT1_2) };
    const { data } = erf.reference!([scaled], undefined as never, shape);
    return { shape, data: data.map((value, i) => 0.5 * x!.data[i]! * (1 + value)) };
  },
  samples: [[normal()], [uniform(-6, 6, [5])]],
});

/** Φ and φ of the standard normal distribution. */
const cumulative = (x: Tensor) => mul(0.5, add(1, erf(mul(x, Math.SQRT1_2))));
const density = (x: Tensor) => mul(1 / Math.sqrt(2 * Math.PI), exp(mul(-0.5, mul(x, x))));
