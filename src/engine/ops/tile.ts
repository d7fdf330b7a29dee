import { ShapeError } from "../../error.js";
import { type Dim, mulDims } from "../dim.js";
import { build, normal, type Op, op, strides, type Tensor } from "../op.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";

/**
 * Copies of x side by side.
 * @param repeats how often, one an axis: numbers or names
 */
export const tile: Op<[x: Tensor, repeats: readonly Dim[]]> = op("tile", {
  args: (x, repeats) => {
    if (repeats.length !== x.shape.length) {
      throw new ShapeError("tile", { expected: `${x.shape.length} repeats, one an axis`, got: `${repeats.length}` });
    }
    return { inputs: [x], attributes: { repeats } };
  },
  accepts: ["any"],
  shape: ([x], { repeats }) => x!.shape.map((dim, i) => mulDims(repeats[i]!, dim)),
  vjp: ([x], g, { attributes: { repeats } }) => {
    const copies = repeats.flatMap((n, i) => (n === 1 ? [] : [{ n, i }]));
    const before = (axis: number) => copies.filter(({ i }) => i < axis).length;
    const split = reshape(
      g,
      x!.shape.flatMap((dim, i) => (repeats[i] === 1 ? [dim] : [repeats[i]!, dim])),
    );
    return [sum(split, { axes: copies.map(({ i }) => i + before(i)) })];
  },
  onnx: (emitter, [x], { attributes: { repeats } }) => emitter.node("Tile", [x!, emitter.dims(repeats)]),
  reference: ([x], _, shape) => {
    const by = strides(x!.shape);
    return build(
      shape,
      (index) => x!.data[index.reduce((flat, i, axis) => flat + (i % x!.shape[axis]!) * by[axis]!, 0)]!,
    );
  },
  samples: [
    [normal([3]), [2]],
    [normal([2, 3]), [2, 1]],
    [normal([2, 1, 3]), [1, 3, 2]],
  ],
});
