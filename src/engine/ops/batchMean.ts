import { type BatchOptions, batchAttributes, batchAxes, besideChannels, emitStatistic } from "../batchStatistics.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { reduce } from "../reduction.js";
import { div } from "./div.js";
import { expand } from "./expand.js";
import { extent } from "./extent.js";
import { mean } from "./mean.js";
import { reshape } from "./reshape.js";

/**
 * Mean of each channel over the batch and space: free beside `batchNorm` of the same x and options, for its running mean.
 * @param x any shape with the axis of channels
 * @returns [channels]
 */
export const batchMean: Op<[x: Tensor, options?: BatchOptions]> = op("batchMean", {
  args: (x, options) => ({ inputs: [x], attributes: batchAttributes("batchMean", x, options) }),
  shape: ([x], { axis }) => [x!.shape[axis]!],
  vjp: ([x], g, { attributes: { axis } }) => {
    const each = div(g, extent(x!, batchAxes(x!, axis)));
    return [expand(reshape(each, besideChannels(x!, axis)), x!.shape)];
  },
  onnx: (emitter, [x], { inputs, attributes }) => emitStatistic(emitter, x!, inputs[0]!, attributes, "mean"),
  lower: { f64: ([x], { axis }) => mean(x!, { axes: batchAxes(x!, axis) }) },
  reference: (inputs, { axis }, shape) => {
    const axes = batchAxes(inputs[0]!, axis);
    const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    return reduce(average)(inputs, { axes, keepDims: false }, shape);
  },
  samples: [[normal([4, 3])], [normal([2, 3, 2, 2])], [normal([3, 4, 2]), { axis: -1 }], [normal([2, 5]), { axis: 0 }]],
});
