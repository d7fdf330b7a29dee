import {
  type BatchAttributes,
  type BatchOptions,
  batchAttributes,
  batchAxes,
  besideChannels,
  emitStatistic,
} from "../batchStatistics.js";
import { forEachIndex, type Nd, nd, normal, type Op, op, type Tensor } from "../op.js";
import { add } from "./add.js";
import { batchMean } from "./batchMean.js";
import { batchVariance } from "./batchVariance.js";
import { div } from "./div.js";
import { mean } from "./mean.js";
import { mul } from "./mul.js";
import { reciprocal } from "./reciprocal.js";
import { reshape } from "./reshape.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";

/**
 * Each channel with mean 0 and variance 1 over the batch and space: (x − mean) / √(variance + ε), the variance biased.
 * `batchNorm` is this with a scale and a bias.
 * @param x any shape with the axis of channels
 * @returns the shape of x
 */
export const standardize: Op<[x: Tensor, options?: BatchOptions]> = op("standardize", {
  args: (x, options) => ({ inputs: [x], attributes: batchAttributes("standardize", x, options) }),
  vjp: ([x], g, y) => {
    const { axis } = y.attributes;
    const beside = (t: Tensor) => reshape(t, besideChannels(x!, axis));
    const average = (t: Tensor) => beside(mean(t, { axes: batchAxes(x!, axis) }));
    const across = sub(sub(g, average(g)), mul(y, average(mul(g, y))));
    return [mul(across, beside(inverseDeviation(x!, y.attributes)))];
  },
  onnx: (emitter, [x], { inputs, attributes }) => emitStatistic(emitter, x!, inputs[0]!, attributes, "standardized"),
  lower: {
    f64: ([x], attributes) => {
      const beside = (t: Tensor) => reshape(t, besideChannels(x!, attributes.axis));
      const deviation = sqrt(add(batchVariance(x!, attributes), attributes.epsilon));
      return div(sub(x!, beside(batchMean(x!, attributes))), beside(deviation));
    },
  },
  reference: ([x], { axis, epsilon }) => standardized(x!, axis, epsilon),
  samples: [
    [normal([4, 3])],
    [normal([2, 3, 2, 2])],
    [normal([3, 4, 2]), { axis: -1, epsilon: 0.1 }],
    [normal([2, 5]), { axis: 0 }],
  ],
});

/** 1 / √(variance + ε) of each channel. */
export const inverseDeviation = (x: Tensor, attributes: BatchAttributes): Tensor =>
  reciprocal(sqrt(add(batchVariance(x, attributes), attributes.epsilon)));

/** The values, channel by channel. */
export function standardized(x: Nd, axis: number, epsilon: number): Nd {
  const channels: number[][] = Array.from({ length: x.shape[axis]! }, () => []);
  forEachIndex(x.shape, (index, flat) => channels[index[axis]!]!.push(x.data[flat]!));
  const moments = channels.map((values) => {
    const center = values.reduce((a, b) => a + b, 0) / values.length;
    return { center, spread: values.reduce((sum, each) => sum + (each - center) ** 2, 0) / values.length };
  });
  const out = new Float64Array(x.data.length);
  forEachIndex(x.shape, (index, flat) => {
    const { center, spread } = moments[index[axis]!]!;
    out[flat] = (x.data[flat]! - center) / Math.sqrt(spread + epsilon);
  });
  return nd(x.shape, out);
}
