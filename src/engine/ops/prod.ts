import { mulDims } from "../dim.js";
import { given, integers, normal, type Op, op, type Tensor } from "../op.js";
import { type Axes, keptShape, reduce, reducedShape, reductionArgs } from "../reduction.js";
import { cumProd } from "./cumProd.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

/**
 * Product over axes (all by default); float or integer. Derivatives of every order are exact also where elements are
 * 0: that by xᵢ is the product of the others.
 */
export const prod: Op<[x: Tensor, axes?: Axes]> = op("prod", {
  args: reductionArgs("prod"),
  accepts: ["number"],
  shape: ([x], reduced) => reducedShape(x!.shape, reduced),
  vjp: ([x], g, { attributes: { axes } }) => [
    axes.length === 0 ? g : mul(reshape(g, keptShape(x!.shape, axes)), productOfOthers(x!, axes)),
  ],
  onnx: (emitter, [x], { attributes: { axes, keepDims } }) =>
    axes.length === 0 ? x! : emitter.node("ReduceProd", [x!, emitter.ints(axes)], { keepdims: Number(keepDims) }),
  reference: reduce((values) => values.reduce((a, b) => a * b, 1)),
  samples: [
    [normal()],
    [normal([2, 3, 4]), { axes: [1] }],
    [normal([2, 3, 4]), { axes: [0, -1], keepDims: true }],
    [given([3, 3], [0, 2, 3, 0, 0, 5, 1, -2, 0.5]), { axes: [1] }],
    [normal([3]), { axes: [] }],
    [integers(-3, 3, [2, 3]), { axes: [1] }],
  ],
});

/** For each element, the product of those reduced together with it: all before times all after. */
function productOfOthers(x: Tensor, axes: readonly number[]): Tensor {
  const order = [...x.shape.map((_, i) => i).filter((i) => !axes.includes(i)), ...axes];
  const ordered = transpose(x, order);
  const kept = ordered.shape.slice(0, order.length - axes.length);
  const flat = reshape(ordered, [...kept, mulDims(...axes.map((axis) => x.shape[axis]!))]);
  const [before, after] = [false, true].map((reverse) => cumProd(flat, -1, { exclusive: true, reverse }));
  const others = reshape(mul(before!, after!), ordered.shape);
  return transpose(
    others,
    order.map((_, i) => order.indexOf(i)),
  );
}
