import { normal, type Op, op, type Tensor } from "../op.js";
import { type Axes, reduce, reductionArgs } from "../reduction.js";
import { div } from "./div.js";
import { extent } from "./extent.js";
import { mean } from "./mean.js";
import { norm } from "./norm.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

/** Standard deviation over axes (all by default), the root of `variance` (biased); its derivative at 0 is taken as 0. */
export const std: Op<[x: Tensor, axes?: Axes]> = op("std", {
  args: reductionArgs("std"),
  compose: ([x], { axes, keepDims }) =>
    div(norm(sub(x!, mean(x!, { axes, keepDims: true })), { axes, keepDims }), sqrt(extent(x!, axes))),
  reference: reduce((values) => {
    const center = values.reduce((a, b) => a + b, 0) / values.length;
    return Math.sqrt(values.reduce((sum, x) => sum + (x - center) ** 2, 0) / values.length);
  }),
  samples: [[normal()], [normal([2, 3, 4]), { axes: [1] }], [normal([2, 3, 4]), { axes: [0, -1], keepDims: true }]],
});
