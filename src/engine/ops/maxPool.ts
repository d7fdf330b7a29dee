import { type WindowOptions, windowAttributes, windowCounts } from "../convolution.js";
import { sizeOf } from "../dim.js";
import { distinct, given, type Nd, type Op, op, type Tensor } from "../op.js";
import { type PoolOptions, poolWindow, reduceWindows } from "../pooling.js";
import { constant } from "../tensor.js";
import { expand } from "./expand.js";
import { maxPoolIndices } from "./maxPoolIndices.js";
import { reshape } from "./reshape.js";
import { scatterAdd } from "./scatterAdd.js";

/**
 * Largest element of each window, without NaN; padding never wins. The derivative goes to the element that
 * `maxPoolIndices` names: of equal ones to the first in row-major order, as in PyTorch.
 * @param x [batch, channels, ...1 to 3 axes]; every axis may be named
 * @returns [batch, channels, ...⌊(n + padding − dilation (kernel − 1) − 1) / stride⌋ + 1]
 * @throws ShapeError if the options do not fit, or padding reaches the kernel's size
 */
export const maxPool: Op<[x: Tensor, options: PoolOptions & WindowOptions]> = op("maxPool", {
  args: (x, options) => ({ inputs: [x], attributes: poolWindow("maxPool", x, options) }),
  shape: ([x], window) => [...x!.shape.slice(0, 2), ...windowCounts("maxPool", x!.shape.slice(2), window)],
  vjp: ([x], g, { attributes }) => {
    const flat = (t: Tensor) => reshape(t, [sizeOf(t.shape)]);
    const zeros = expand(constant(0, [], g.dtype), [sizeOf(x!.shape)]);
    return [reshape(scatterAdd(zeros, flat(maxPoolIndices(x!, attributes)), flat(g), 0), x!.shape)];
  },
  onnx: (emitter, [x], { attributes }) =>
    emitter.node("MaxPool", [x!], { ...windowAttributes(attributes), dilations: attributes.dilations }),
  reference: ([x], window, shape) => reduceWindows(x!, window, shape, (places) => Math.max(...valuesAt(x!, places))),
  samples: [
    [distinct([2, 2, 6]), { kernel: 2 }],
    [distinct([1, 2, 5, 4]), { kernel: [3, 2], strides: 1, padding: "same" }],
    [distinct([2, 3, 5, 5]), { kernel: 3, strides: 2, padding: 1 }],
    [distinct([1, 2, 7]), { kernel: 2, strides: 1, dilations: 3 }],
    [distinct([1, 1, 4, 3, 2]), { kernel: 2, strides: [2, 1, 1] }],
    [given([1, 1, 4], [-3, -1, -2, -5]), { kernel: 2, padding: 1 }],
  ],
});

const valuesAt = (x: Nd, places: readonly number[]): number[] => places.map((place) => x.data[place]!);
