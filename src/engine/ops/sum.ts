import { normal, type Op, op, type Tensor } from "../op.js";
import { type Axes, keptShape, reduce, reducedShape, reductionArgs } from "../reduction.js";
import { summed } from "../sums.js";
import { expand } from "./expand.js";
import { reshape } from "./reshape.js";

/** Sum over axes (all by default). */
export const sum: Op<[x: Tensor, axes?: Axes]> = op("sum", {
  args: reductionArgs("sum"),
  accepts: ["number"],
  shape: ([x], reduced) => reducedShape(x!.shape, reduced),
  vjp: ([x], g, { attributes: { axes } }) => [expand(reshape(g, keptShape(x!.shape, axes)), x!.shape)],
  onnx: summed("Sum"),
  reference: reduce((values) => values.reduce((a, b) => a + b, 0)),
  samples: [[normal()], [normal([2, 3, 4]), { axes: [1] }], [normal([2, 3, 4]), { axes: [0, -1], keepDims: true }]],
});
