import { type BatchOptions, batchAttributes, batchAxes, besideChannels, emitStatistic } from "../batchStatistics.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { reduce } from "../reduction.js";
import { batchMean } from "./batchMean.js";
import { div } from "./div.js";
import { extent } from "./extent.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { sub } from "./sub.js";
import { variance } from "./variance.js";

/**
 * Variance of each channel over the batch and space, divided by their number n (biased): free beside `batchNorm` of the
 * same x and options. PyTorch's running variance takes the unbiased one, n / (n − 1) of this.
 * @param x any shape with the axis of channels
 * @returns [channels]
 */
export const batchVariance: Op<[x: Tensor, options?: BatchOptions]> = op("batchVariance", {
  args: (x, options) => ({ inputs: [x], attributes: batchAttributes("batchVariance", x, options) }),
  shape: ([x], { axis }) => [x!.shape[axis]!],
  vjp: ([x], g, { attributes }) => {
    const { axis } = attributes;
    const beside = (t: Tensor) => reshape(t, besideChannels(x!, axis));
    // What passes through the mean cancels: the distances sum to 0.
    const distance = sub(x!, beside(batchMean(x!, attributes)));
    return [mul(distance, beside(mul(g, div(2, extent(x!, batchAxes(x!, axis))))))];
  },
  onnx: (emitter, [x], { inputs, attributes }) => emitStatistic(emitter, x!, inputs[0]!, attributes, "variance"),
  lower: { f64: ([x], { axis }) => variance(x!, { axes: batchAxes(x!, axis) }) },
  reference: (inputs, { axis }, shape) => {
    const axes = batchAxes(inputs[0]!, axis);
    const spread = (values: number[]) => {
      const center = values.reduce((a, b) => a + b, 0) / values.length;
      return values.reduce((sum, x) => sum + (x - center) ** 2, 0) / values.length;
    };
    return reduce(spread)(inputs, { axes, keepDims: false }, shape);
  },
  samples: [[normal([4, 3])], [normal([2, 3, 2, 2])], [normal([3, 4, 2]), { axis: -1 }], [normal([2, 5]), { axis: 0 }]],
});
