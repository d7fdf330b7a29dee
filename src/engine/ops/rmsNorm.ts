import { customVjp } from "../customVjp.js";
import { type Normalization, normalizationArgs, normalized } from "../normalization.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { extent } from "./extent.js";
import { mean } from "./mean.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { reciprocal } from "./reciprocal.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

type Args = [x: Tensor, scale?: Tensor | undefined, options?: Normalization];

/**
 * Divides by the root mean square over the last axes: y = x / √(mean x² + ε) · scale (ONNX RMSNormalization).
 * @param x [a…, b…], normalized over b…, the axes from `axis` on
 * @param scale [b…]; 1 by default
 * @throws ShapeError if the scale has another shape
 * @source Zhang & Sennrich 2019, arXiv:1910.07467
 */
export const rmsNorm: Op<Args> = op("rmsNorm", {
  args: (x, scale, options) => normalizationArgs("rmsNorm", x, { scale }, options),
  compose: ([x, scale], { axes, epsilon }) => {
    const over = { axes, keepDims: true };
    const inverse = customVjp(reciprocal(sqrt(add(mean(mul(x!, x!), over), epsilon))), [x!], (g, [each], r) => [
      mul(each!, neg(div(mul(g, mul(r, mul(r, r))), extent(each!, axes)))),
    ]);
    // d/dx Σ g·y = r·(g − y·mean(g·y)), r the inverse root mean square.
    const unit = customVjp(mul(x!, inverse), [x!, inverse], (g, [, r], y) => [
      mul(r!, sub(g, mul(y, mean(mul(g, y), over)))),
      undefined,
    ]);
    return scale ? mul(unit, scale) : unit;
  },
  reference: normalized((line, epsilon) => {
    const square = line.reduce((sum, x) => sum + x * x, 0) / line.length;
    return line.map((x) => x / Math.sqrt(square + epsilon));
  }),
  samples: [
    [normal([2, 5])],
    [normal([2, 3, 4]), normal([4])],
    [normal([2, 3, 4]), normal([3, 4]), { axis: 1, epsilon: 1e-2 }],
    [normal([4]), undefined, { axis: 0 }],
  ],
});
