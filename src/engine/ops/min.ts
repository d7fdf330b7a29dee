import { distinct, given, type Op, op, type Tensor } from "../op.js";
import { type Axes, keptShape, reduce, reducedShape, reductionArgs } from "../reduction.js";
import { shareAmongTies } from "../ties.js";
import { greater } from "./greater.js";
import { reshape } from "./reshape.js";

/**
 * Smallest element over axes (all by default); float or integer, without NaN. The derivative is shared equally among
 * ties: each of m smallest elements gets 1/m.
 */
export const min: Op<[x: Tensor, axes?: Axes]> = op("min", {
  args: reductionArgs("min"),
  accepts: ["number"],
  shape: ([x], reduced) => reducedShape(x!.shape, reduced),
  vjp: ([x], g, node) => {
    const { axes } = node.attributes;
    return [shareAmongTies(greater(x!, reshape(node, keptShape(x!.shape, axes))), g, axes)];
  },
  onnx: (emitter, [x], { attributes: { axes, keepDims } }) =>
    axes.length === 0 ? x! : emitter.node("ReduceMin", [x!, emitter.ints(axes)], { keepdims: Number(keepDims) }),
  reference: reduce((values) => Math.min(...values)),
  samples: [
    [distinct()],
    [distinct([2, 3, 4]), { axes: [1] }],
    [distinct([2, 3, 4]), { axes: [0, -1], keepDims: true }],
    [distinct([3]), { axes: [] }],
    [given([2, 2], [3, -7, 3, 4], "i64"), { axes: [1] }],
  ],
});
