import type { Dim } from "../dim.js";
import { build, type DType, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";

/**
 * 0, 1, …, n − 1; a constant where n is a number.
 * @param n a number, or the name of a dimension that an input of the graph has
 * @param dtype i64 by default
 * @returns [n]
 */
export const arange: Op<[n: Dim, dtype?: DType]> = op("arange", {
  args: (n, dtype = "i64") => ({ inputs: [], attributes: { n, dtype } }),
  compose: (_, { n, dtype }) =>
    typeof n === "number" ? constant(counted([n]).data, [n], dtype) : namedRange(n, dtype),
  reference: (_inputs, _attributes, shape) => counted(shape),
  samples: [[4], [1], [3, "f32"]],
});

const counted = (shape: readonly number[]) => build(shape, ([i]) => i!);

/** A range whose length is known when the graph runs. */
const namedRange: (n: string, dtype: DType) => Tensor = op<[string, DType], { n: string; dtype: DType }>("namedRange", {
  args: (n, dtype) => ({ inputs: [], attributes: { n, dtype } }),
  shape: (_, { n }) => [n],
  dtype: (_, { dtype }) => dtype,
  vjp: "none",
  onnx: (emitter, _, { shape, dtype }) => {
    const end = emitter.node("Reshape", [emitter.dims(shape), emitter.ints([])]);
    const range = emitter.node("Range", [emitter.constant(0, [], "i64"), end, emitter.constant(1, [], "i64")]);
    return dtype === "i64" ? range : emitter.node("Cast", [range], { to: emitter.type(dtype) });
  },
  reference: (_inputs, _attributes, shape) => counted(shape),
  samples: [],
});
