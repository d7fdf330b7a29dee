import type { Dim } from "../dim.js";
import { build, type DType, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";

/**
 * Identity matrix [n, n]; a constant where n is a number.
 * @param n a number, or the name of a dimension that an input of the graph has
 * @param dtype f32 by default
 */
export const eye: Op<[n: Dim, dtype?: DType]> = op("eye", {
  args: (n, dtype = "f32") => ({ inputs: [], attributes: { n, dtype } }),
  compose: (_, { n, dtype }) =>
    typeof n === "number" ? constant(identity([n, n]).data, [n, n], dtype) : namedEye(n, dtype),
  reference: (_inputs, _attributes, shape) => identity(shape),
  samples: [[3], [1, "f64"], [2, "bool"]],
});

const identity = (shape: readonly number[]) => build(shape, ([i, j]) => Number(i === j));

/** An identity matrix whose size is known when the graph runs. */
const namedEye: (n: string, dtype: DType) => Tensor = op<[string, DType], { n: string; dtype: DType }>("namedEye", {
  args: (n, dtype) => ({ inputs: [], attributes: { n, dtype } }),
  shape: (_, { n }) => [n, n],
  dtype: (_, { dtype }) => dtype,
  vjp: "none",
  onnx: (emitter, _, { shape, dtype }) => {
    const like = emitter.node("ConstantOfShape", [emitter.dims(shape)]);
    if (dtype !== "bool") return emitter.node("EyeLike", [like], { dtype: emitter.type(dtype) });
    return emitter.node("Cast", [emitter.node("EyeLike", [like])], { to: emitter.type(dtype) });
  },
  reference: (_inputs, _attributes, shape) => identity(shape),
  samples: [],
});
