import { normal, type Op, op, type Tensor } from "../op.js";
import { type Axes, keptShape, reduce, reducedShape, reductionArgs } from "../reduction.js";
import { summed } from "../sums.js";
import { div } from "./div.js";
import { expand } from "./expand.js";
import { extent } from "./extent.js";
import { reshape } from "./reshape.js";

/** Mean over axes (all by default). */
export const mean: Op<[x: Tensor, axes?: Axes]> = op("mean", {
  args: reductionArgs("mean"),
  shape: ([x], reduced) => reducedShape(x!.shape, reduced),
  vjp: ([x], g, { attributes: { axes } }) => [
    expand(reshape(div(g, extent(x!, axes)), keptShape(x!.shape, axes)), x!.shape),
  ],
  onnx: summed("Mean"),
  reference: reduce((values) => values.reduce((a, b) => a + b, 0) / values.length),
  samples: [[normal()], [normal([2, 3, 4]), { axes: [1] }], [normal([2, 3, 4]), { axes: [0, -1], keepDims: true }]],
});
