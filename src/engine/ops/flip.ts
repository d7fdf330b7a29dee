import { build, normal, normalAxes, type Op, op, strides, type Tensor } from "../op.js";

/** The given axes (all by default) in reverse order. */
export const flip: Op<[x: Tensor, axes?: readonly number[]]> = op("flip", {
  args: (x, axes = x.shape.map((_, i) => i)) => ({
    inputs: [x],
    attributes: { axes: normalAxes("flip", axes, x.shape.length) },
  }),
  accepts: ["any"],
  shape: ([x]) => x!.shape,
  vjp: (_, g, { attributes: { axes } }) => [flip(g, axes)],
  onnx: (emitter, [x], { attributes: { axes } }) => {
    if (axes.length === 0) return x!;
    const each = (value: number) => emitter.ints(axes.map(() => value));
    // From the last to before the first: any end far below −length means that.
    return emitter.node("Slice", [x!, each(-1), each(Number.MIN_SAFE_INTEGER), emitter.ints(axes), each(-1)]);
  },
  reference: ([x], { axes }, shape) => {
    const by = strides(shape);
    const from = (i: number, axis: number) => (axes.includes(axis) ? shape[axis]! - 1 - i : i);
    return build(shape, (index) => x!.data[index.reduce((flat, i, axis) => flat + from(i, axis) * by[axis]!, 0)]!);
  },
  samples: [[normal([4])], [normal([2, 3]), [-1]], [normal([2, 3, 4]), [0, 2]], [normal([2, 3]), []]],
});
