import { customVjp } from "../customVjp.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { type Axes, keptShape, reduce, reductionArgs } from "../reduction.js";
import { div } from "./div.js";
import { extent } from "./extent.js";
import { mean } from "./mean.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { sub } from "./sub.js";

/** Mean squared distance from the mean over axes (all by default): divides by n, not n − 1 (biased). */
export const variance: Op<[x: Tensor, axes?: Axes]> = op("variance", {
  args: reductionArgs("variance"),
  compose: ([x], { axes, keepDims }) => {
    const distance = sub(x!, mean(x!, { axes, keepDims: true }));
    const y = mean(mul(distance, distance), { axes, keepDims });
    // What passes through the mean cancels: Σ distance = 0.
    return customVjp(y, [x!, distance], (g, [each, off]) => [
      mul(off!, reshape(mul(g, div(2, extent(each!, axes))), keptShape(each!.shape, axes))),
      undefined,
    ]);
  },
  reference: reduce((values) => {
    const center = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((sum, x) => sum + (x - center) ** 2, 0) / values.length;
  }),
  samples: [[normal()], [normal([2, 3, 4]), { axes: [1] }], [normal([2, 3, 4]), { axes: [0, -1], keepDims: true }]],
});
