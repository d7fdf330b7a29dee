import { type WindowOptions, windowAttributes, windowCounts } from "../convolution.js";
import { distinct, given, type Op, op, type Tensor } from "../op.js";
import { type PoolOptions, poolWindow, reduceWindows } from "../pooling.js";

/**
 * Where the largest element of each window is in x, counted row-major through all of x; of equal ones the first.
 * @param x [batch, channels, ...1 to 3 axes], without NaN
 * @returns i64 of the shape of `maxPool`
 * @throws ShapeError as `maxPool`
 */
export const maxPoolIndices: Op<[x: Tensor, options: PoolOptions & WindowOptions]> = op("maxPoolIndices", {
  args: (x, options) => ({ inputs: [x], attributes: poolWindow("maxPoolIndices", x, options) }),
  shape: ([x], window) => [...x!.shape.slice(0, 2), ...windowCounts("maxPoolIndices", x!.shape.slice(2), window)],
  dtype: "i64",
  vjp: "none",
  onnx: (emitter, [x], { attributes }) => {
    const options = { ...windowAttributes(attributes), dilations: attributes.dilations };
    return emitter.nodes("MaxPool", [x!], 2, options)[1]!;
  },
  reference: ([x], window, shape) =>
    reduceWindows(x!, window, shape, (places) =>
      places.reduce((best, place) => (x!.data[place]! > x!.data[best]! ? place : best)),
    ),
  samples: [
    [distinct([2, 2, 6]), { kernel: 2 }],
    [distinct([1, 2, 5, 4]), { kernel: [3, 2], strides: 1, padding: "same" }],
    [distinct([1, 2, 7]), { kernel: 2, strides: 1, dilations: 3 }],
    [distinct([2, 1, 4, 3, 2]), { kernel: 2, strides: [2, 1, 1] }],
    [given([1, 2, 2, 3], [1, 1, 0, 1, 1, 1, 0, 0, 2, 0, 2, 2]), { kernel: 2, strides: 1 }],
  ],
});
