import { ShapeError } from "../../error.js";
import { type BatchOptions, batchAttributes, batchAxes, besideChannels } from "../batchStatistics.js";
import { customVjp } from "../customVjp.js";
import { printShape } from "../dim.js";
import { at, build, normal, type Op, type Operand, op, type Tensor } from "../op.js";
import { add } from "./add.js";
import { channelAffine } from "./channelAffine.js";
import { div } from "./div.js";
import { extent } from "./extent.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { reshape } from "./reshape.js";
import { inverseDeviation, standardize, standardized } from "./standardize.js";
import { sum } from "./sum.js";

/**
 * Batch normalization as in training, by the statistics of x itself: scale · (x − mean) / √(variance + ε) + bias, with
 * mean and biased variance of each channel over the batch and space. `batchMean` and `batchVariance` of the same x and
 * options give what running statistics are made of; for inference use those in the formula.
 * @param x any shape with the axis of channels
 * @param scale, bias [channels]
 * @returns the shape of x
 * @throws ShapeError if scale or bias have another shape
 * @source Ioffe & Szegedy 2015, arXiv:1502.03167
 */
export const batchNorm: Op<[x: Tensor, scale: Tensor, bias: Tensor, options?: BatchOptions]> = op("batchNorm", {
  args: (x, scale, bias, options) => {
    const attributes = batchAttributes("batchNorm", x, options);
    for (const each of [scale, bias]) {
      if (each.shape.length === 1 && each.shape[0] === x.shape[attributes.axis]) continue;
      const want = printShape([x.shape[attributes.axis]!]);
      throw new ShapeError("batchNorm", { expected: `scale and bias ${want}`, got: printShape(each.shape) });
    }
    return { inputs: [x, scale, bias] as Operand[], attributes };
  },
  compose: ([x, scale, bias], attributes) => {
    const { axis } = attributes;
    const normal = standardize(x!, attributes);
    const inverse = inverseDeviation(x!, attributes);
    const y = channelAffine(normal, scale!, bias!, { axis });
    // The closed form of the derivative, whose sums are those of scale and bias: six passes over memory.
    return customVjp(y, [x!, scale!, bias!, normal, inverse], (g, [x, scale, , normal, inverse]) => {
      const axes = batchAxes(x!, axis);
      const [dScale, dBias] = [sum(mul(g, normal!), { axes }), sum(g, { axes })];
      const steep = mul(scale!, inverse!);
      const each = neg(div(steep, extent(x!, axes)));
      const across = channelAffine(normal!, mul(each, dScale), mul(each, dBias), { axis });
      return [add(mul(g, reshape(steep, besideChannels(x!, axis))), across), dScale, dBias, undefined, undefined];
    });
  },
  reference: ([x, scale, bias], { axis, epsilon }, shape) => {
    const plain = standardized(x!, axis, epsilon);
    return build(shape, (index) => scale!.data[index[axis]!]! * at(plain, index) + bias!.data[index[axis]!]!);
  },
  samples: [
    [normal([4, 3]), normal([3]), normal([3])],
    [normal([2, 3, 2, 2]), normal([3]), normal([3])],
    [normal([3, 4, 2]), normal([2]), normal([2]), { axis: -1, epsilon: 0.1 }],
  ],
});
