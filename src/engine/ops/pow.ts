import { elementwise, normal, type Op, type Operand, op, uniform } from "../op.js";
import { mul } from "./mul.js";

/** xⁿ for one fixed number n, elementwise; NaN for x < 0 unless n is whole. */
export const pow: Op<[x: Operand, exponent: number]> = op("pow", {
  args: (x, exponent) => ({ inputs: [x], attributes: { exponent } }),
  vjp: ([x], g, { attributes: { exponent: n } }) => [
    n === 0 ? undefined : mul(mul(g, n), n === 1 ? 1 : pow(x!, n - 1)),
  ],
  onnx: (emitter, [x], { attributes, dtype }) =>
    emitter.node("Pow", [x!, emitter.constant(attributes.exponent, [], dtype)]),
  reference: (inputs, { exponent }, shape) => elementwise((x) => x! ** exponent)(inputs, undefined, shape),
  samples: [
    [uniform(0.2, 2), 1.5],
    [uniform(0.2, 2), -1],
    [normal(), 3],
  ],
});
