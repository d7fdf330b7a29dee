import { ShapeError } from "../../error.js";
import { type BatchOptions, batchAxes, besideChannels } from "../batchStatistics.js";
import { printShape } from "../dim.js";
import { build, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";

/**
 * Each channel times a number plus a number: x · scale + shift.
 * @param x any shape with the axis of channels
 * @param scale, shift [channels]
 * @returns the shape of x
 * @throws ShapeError if scale or shift have another shape
 */
export const channelAffine: Op<[x: Tensor, scale: Tensor, shift: Tensor, options?: Pick<BatchOptions, "axis">]> = op(
  "channelAffine",
  {
    args: (x, scale, shift, { axis = 1 } = {}) => ({
      inputs: [x, scale, shift],
      attributes: { axis: normalAxis("channelAffine", axis, x.shape.length) },
    }),
    shape: ([x, scale, shift], { axis }) => {
      const want = printShape([x!.shape[axis]!]);
      const misfit = [scale!, shift!].find(({ shape }) => printShape(shape) !== want);
      if (!misfit) return x!.shape;
      throw new ShapeError("channelAffine", { expected: `scale and shift ${want}`, got: printShape(misfit.shape) });
    },
    vjp: ([x, scale], g, { attributes: { axis } }) => {
      const axes = batchAxes(x!, axis);
      return [mul(g, reshape(scale!, besideChannels(x!, axis))), sum(mul(g, x!), { axes }), sum(g, { axes })];
    },
    onnx: (emitter, [x, scale, shift], { inputs, dtype, shape, attributes: { axis } }) => {
      const channels = shape[axis]!;
      if (axis === 1 && shape.length > 2 && typeof channels === "number") {
        // The formula of inference, with mean 0 and variance 1: one pass over memory where Mul and Add take two.
        const filled = (value: number) => emitter.constant(new Float64Array(channels).fill(value), [channels], dtype);
        return emitter.node("BatchNormalization", [x!, scale!, shift!, filled(0), filled(1)], {
          epsilon: { float: 0 },
        });
      }
      const beside = emitter.shape(besideChannels(inputs[0]!, axis));
      const product = emitter.node("Mul", [x!, emitter.node("Reshape", [scale!, beside])]);
      return emitter.node("Add", [product, emitter.node("Reshape", [shift!, beside])]);
    },
    reference: ([x, scale, shift], { axis }, shape) => {
      const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
      return build(shape, (index) => {
        const channel = index[axis]!;
        return (
          x!.data[index.reduce((at, i, a) => at + i * strides[a]!, 0)]! * scale!.data[channel]! + shift!.data[channel]!
        );
      });
    },
    samples: [
      [normal([4, 3]), normal([3]), normal([3])],
      [normal([2, 3, 2, 2]), normal([3]), normal([3])],
      [normal([3, 4, 2]), normal([2]), normal([2]), { axis: -1 }],
    ],
  },
);
