import { given, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { reduce, reducedShape } from "../reduction.js";

/**
 * Where an axis (the last by default) is smallest, the first place if there are several; float or integer.
 * @returns i64, without the axis, or with it as length 1 (keepDims)
 */
export const argMin: Op<[x: Tensor, axis?: number, options?: { readonly keepDims?: boolean }]> = op("argMin", {
  args: (x, axis = -1, { keepDims = false } = {}) => ({
    inputs: [x],
    attributes: { axes: [normalAxis("argMin", axis, x.shape.length)], keepDims },
  }),
  accepts: ["number"],
  shape: ([x], reduced) => reducedShape(x!.shape, reduced),
  dtype: "i64",
  vjp: "none",
  onnx: (emitter, [x], { attributes: { axes, keepDims } }) =>
    emitter.node("ArgMin", [x!], { axis: axes[0]!, keepdims: Number(keepDims) }),
  reference: reduce((values) => values.indexOf(Math.min(...values))),
  samples: [
    [normal([4])],
    [normal([2, 3, 4]), 1],
    [normal([2, 3]), -2, { keepDims: true }],
    [given([2, 3], [1, 0, 0, 2, 3, 2], "i64")],
  ],
});
