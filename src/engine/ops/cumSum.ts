import { alongAxis } from "../alongAxis.js";
import { integers, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { type Running, running } from "../running.js";

/** Running sum along an axis (the last by default): yᵢ = Σ xⱼ over j ≤ i; float or integer. */
export const cumSum: Op<[x: Tensor, axis?: number, options?: Running]> = op("cumSum", {
  args: (x, axis = -1, { exclusive = false, reverse = false } = {}) => ({
    inputs: [x],
    attributes: { axis: normalAxis("cumSum", axis, x.shape.length), exclusive, reverse },
  }),
  accepts: ["number"],
  vjp: (_, g, { attributes: { axis, exclusive, reverse } }) => [cumSum(g, axis, { exclusive, reverse: !reverse })],
  onnx: (emitter, [x], { attributes: { axis, exclusive, reverse } }) =>
    emitter.node("CumSum", [x!, emitter.constant(axis, [], "i64")], {
      exclusive: Number(exclusive),
      reverse: Number(reverse),
    }),
  reference: ([x], { axis, ...order }) =>
    alongAxis(
      x!,
      axis,
      running(order, 0, (a, b) => a + b),
    ),
  samples: [
    [normal([4])],
    [normal([2, 3, 4]), 1, { exclusive: true }],
    [normal([2, 3]), -2, { reverse: true }],
    [normal([2, 4]), -1, { exclusive: true, reverse: true }],
    [integers(-5, 5, [2, 3]), 1],
  ],
});
