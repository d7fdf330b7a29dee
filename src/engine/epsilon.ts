// Numbers that depend on the precision a graph is emitted in, which the trace does not know.
import { type DType, nd, op, type Tensor } from "./op.js";

interface ByPrecision {
  readonly of: DType;
  readonly single: number;
  readonly double: number;
}

const byPrecision = op<[numbers: ByPrecision], ByPrecision>("byPrecision", {
  args: (numbers) => ({ inputs: [], attributes: numbers }),
  shape: () => [],
  dtype: (_, { of }) => of,
  vjp: "none",
  onnx: (emitter, _, { dtype, attributes: { single, double } }) =>
    emitter.constant(dtype === "f64" || emitter.precision === "f64" ? double : single, [], dtype),
  reference: (_, { double }) => nd([], [double]),
  samples: [],
});

/** A power of the rounding unit, 2⁻²³ or 2⁻⁵². */
export const epsilon = (dtype: DType, power = 1): Tensor =>
  byPrecision({ of: dtype, single: 2 ** (-23 * power), double: 2 ** (-52 * power) });

/** A number whose square is still normal. */
export const tiny = (dtype: DType): Tensor => byPrecision({ of: dtype, single: 2 ** -62, double: 2 ** -510 });
