import { ShapeError } from "../../error.js";
import { addDims, type Dim, printShape, sameShape } from "../dim.js";
import { build, type Nd, normal, normalAxis, type Op, op, strides, type Tensor } from "../op.js";
import { slice } from "./slice.js";

/** Tensors one after another along an axis; the other axes agree. */
export const concat: Op<[parts: readonly Tensor[], axis: number]> = op("concat", {
  args: (parts, axis) => ({
    inputs: parts,
    attributes: { axis: normalAxis("concat", axis, parts[0]?.shape.length ?? 0) },
  }),
  accepts: ["any"],
  shape: (parts, { axis }) => {
    const others = (x: Tensor) => x.shape.filter((_, i) => i !== axis);
    if (parts.some((x) => !sameShape(others(x), others(parts[0]!)) || x.dtype !== parts[0]!.dtype)) {
      throw new ShapeError("concat", {
        expected: `one data type and shapes that differ only on axis ${axis}`,
        got: parts.map((x) => `${x.dtype} ${printShape(x.shape)}`).join(", "),
      });
    }
    return parts[0]!.shape.map((dim, i) => (i === axis ? addDims(...parts.map((x) => x.shape[axis]!)) : dim));
  },
  dtype: ([x]) => x!.dtype,
  vjp: (parts, g, { attributes: { axis } }) => {
    let start: Dim = 0;
    return parts.map((x) => {
      const end: Dim = addDims(start, x.shape[axis]!);
      const part = slice(g, axis, start, end);
      start = end;
      return part;
    });
  },
  onnx: (emitter, inputs, { attributes }) =>
    inputs.length === 1 ? inputs[0]! : emitter.node("Concat", inputs, { axis: attributes.axis }),
  reference: (parts, { axis }, shape) =>
    build(shape, (index) => {
      let [i, k] = [index[axis]!, 0];
      while (i >= parts[k]!.shape[axis]!) i -= parts[k++]!.shape[axis]!;
      return element(
        parts[k]!,
        index.map((each, a) => (a === axis ? i : each)),
      );
    }),
  samples: [
    [[normal([2, 3]), normal([1, 3])], 0],
    [[normal([2, 3]), normal([2, 1]), normal([2, 2])], -1],
  ],
});

const element = (x: Nd, index: readonly number[]): number => {
  const by = strides(x.shape);
  return x.data[index.reduce((flat, i, axis) => flat + i * by[axis]!, 0)]!;
};
