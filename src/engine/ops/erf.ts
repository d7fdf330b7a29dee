import { elementwise, normal, type Operand, op, type Tensor, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { clip } from "./clip.js";
import { cos } from "./cos.js";
import { exp } from "./exp.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { sin } from "./sin.js";
import { sub } from "./sub.js";

/** Error function 2/√π ∫₀ˣ e^(−t²) dt, elementwise. */
export const erf: Unary = op("erf", {
  vjp: ([x], g) => [mul(g, mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x!, x!)))))],
  onnx: "Erf",
  lower: { f64: ([x]) => integratedFourierSeries(x!) },
  reference: elementwise((x) => series(x!)),
  samples: [[normal()], [uniform(-7, 7, [5])], [uniform(-1e-3, 1e-3, [3])]],
});

/**
 * The Gaussian repeated with period 12 is, by Poisson's summation, a Fourier series of Gaussian coefficients. Its
 * integral is x/6 + Σ 2/(πn) e^(−(πn/12)²) sin(πnx/6): the copies add less than 1e-16 for |x| ≤ 6, beyond which erf is
 * ±1 in f64, and 23 terms leave 1e-17. Summed by Clenshaw's recurrence from one sine and one cosine.
 */
function integratedFourierSeries(x: Tensor): Tensor {
  const [terms, period] = [23, 12];
  const inside = clip(x, -period / 2, period / 2);
  const angle = mul(inside, (2 * Math.PI) / period);
  const twice = mul(2, cos(angle));
  let [sum, before]: [Operand, Operand] = [0, 0];
  for (let n = terms; n >= 1; n--) {
    const coefficient = (2 / (Math.PI * n)) * Math.exp(-(((Math.PI * n) / period) ** 2));
    [sum, before] = [n === terms ? coefficient : add(coefficient, sub(mul(twice, sum), before)), sum];
  }
  return add(mul(inside, 2 / period), mul(sin(angle), sum));
}

/** 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹/(2n + 1)!!, whose terms are all of one sign. */
function series(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
