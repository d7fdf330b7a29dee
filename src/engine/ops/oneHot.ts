import type { Dim } from "../dim.js";
import { type DType, integers, nd, type Op, op, type Tensor } from "../op.js";
import { emitOneHot } from "../segments.js";

/**
 * 1 at the number of the class, 0 elsewhere.
 * @param ids integers of any shape [i…], 0 ≤ ids < size
 * @param size number of classes
 * @param dtype f32 by default
 * @returns [i…, size]
 */
export const oneHot: Op<[ids: Tensor, size: Dim, dtype?: DType]> = op("oneHot", {
  args: (ids, size, dtype = "f32") => ({ inputs: [ids], attributes: { size, dtype } }),
  accepts: ["integer"],
  shape: ([ids], { size }) => [...ids!.shape, size],
  dtype: (_, { dtype }) => dtype,
  vjp: "none",
  onnx: (emitter, [ids], { inputs, shape, attributes: { size, dtype } }) => {
    const scalar = inputs[0]!.shape.length === 0; // ONNX's OneHot wants an axis
    const row = scalar ? emitter.node("Reshape", [ids!, emitter.ints([1])]) : ids!;
    const hot = emitOneHot(emitter, row, inputs[0]!, size, -1, dtype);
    return scalar ? emitter.node("Reshape", [hot, emitter.shape(shape)]) : hot;
  },
  reference: ([ids], { size }, shape) =>
    nd(
      shape,
      [...ids!.data].flatMap((id) => Array.from({ length: size as number }, (_, i) => Number(i === id))),
    ),
  samples: [
    [integers(0, 4, [5]), 4],
    [integers(0, 3, [2, 3], "i32"), 5, "i64"],
    [integers(0, 2, []), 2, "bool"],
  ],
});
