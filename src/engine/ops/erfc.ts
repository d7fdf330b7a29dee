import { normal, op, type Unary, uniform } from "../op.js";
import { erf } from "./erf.js";
import { sub } from "./sub.js";

/**
 * Complementary error function 1 − erf(x), elementwise. Exact to round-off of 1, so that the tail is 0 from x ≈ 4 in
 * f32 and x ≈ 6 in f64.
 */
export const erfc: Unary = op("erfc", {
  compose: ([x]) => sub(1, erf(x!)),
  reference: (inputs, _, shape) => {
    const { data } = erf.reference!(inputs, undefined as never, shape);
    return { shape, data: data.map((value) => 1 - value) };
  },
  samples: [[normal()], [uniform(-4, 4, [5])]],
});
