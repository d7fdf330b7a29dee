import { type Window, windowAttributes, windowCounts } from "../convolution.js";
import { mulDims, type Shape, subDims } from "../dim.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { type PoolOptions, poolWindow, reduceWindows } from "../pooling.js";
import { constant } from "../tensor.js";
import { conv } from "./conv.js";
import { convInputGradient } from "./convInputGradient.js";
import { div } from "./div.js";
import { expand } from "./expand.js";
import { pad } from "./pad.js";
import { reshape } from "./reshape.js";
import { upsampleNearest } from "./upsampleNearest.js";

export interface AveragePoolOptions extends PoolOptions {
  /** Whether zeros of the padding count as elements of the mean; true by default, as in PyTorch. */
  readonly countIncludePad?: boolean;
}
type Attributes = Window & { readonly countIncludePad: boolean };

/**
 * Mean of each window.
 * @param x [batch, channels, ...1 to 3 axes]; every axis may be named
 * @returns [batch, channels, ...⌊(n + padding − kernel) / stride⌋ + 1]
 * @throws ShapeError if the options do not fit, or padding reaches the kernel's size
 */
export const averagePool: Op<[x: Tensor, options: AveragePoolOptions]> = op("averagePool", {
  args: (x, { countIncludePad = true, ...options }) => ({
    inputs: [x],
    attributes: { ...poolWindow("averagePool", x, options), countIncludePad },
  }),
  shape: ([x], window) => [...x!.shape.slice(0, 2), ...windowCounts("averagePool", x!.shape.slice(2), window)],
  vjp: ([x], g, { attributes }) => {
    const each = div(g, elementsOf(x!, attributes));
    const apart = attributes.kernel.every((size, axis) => size === attributes.strides[axis]);
    if (apart && attributes.padding.flat().every((n) => n === 0)) return [repeated(each, attributes.kernel, x!.shape)];
    const spread = convInputGradient(perChannel(each), ones(g, attributes.kernel), x!.shape.slice(2), attributes);
    return [reshape(spread, x!.shape)];
  },
  onnx: (emitter, [x], { attributes }) =>
    emitter.node("AveragePool", [x!], {
      ...windowAttributes(attributes),
      count_include_pad: Number(attributes.countIncludePad),
    }),
  // ONNX Runtime has no f64 AveragePool.
  lower: {
    f64: ([x], attributes, { shape }) => {
      const total = conv(perChannel(x!), ones(x!, attributes.kernel), attributes);
      return div(reshape(total, shape), elementsOf(x!, attributes));
    },
  },
  reference: ([x], { countIncludePad, ...window }, shape) => {
    const size = window.kernel.reduce((a, b) => a * b, 1);
    return reduceWindows(x!, window, shape, (places) => {
      const total = places.reduce((sum, place) => sum + x!.data[place]!, 0);
      return total / (countIncludePad ? size : places.length);
    });
  },
  samples: [
    [normal([2, 2, 6]), { kernel: 2 }],
    [normal([1, 2, 5, 4]), { kernel: [2, 3] }],
    [normal([1, 2, 5, 4]), { kernel: [3, 2], strides: 1, padding: "same" }],
    [normal([1, 2, 5, 4]), { kernel: [3, 2], strides: 1, padding: [1, [0, 1]], countIncludePad: false }],
    [normal([2, 1, 6, 5]), { kernel: 3, strides: 2, padding: 1, countIncludePad: false }],
    [normal([1, 2, 3, 2, 4]), { kernel: [3, 1, 2], strides: [1, 1, 2], padding: [1, 0, 0] }],
  ],
});

/** How many elements each window averages: a scalar, or [1, 1, ...windows] where padding does not count. */
function elementsOf(x: Tensor, { countIncludePad, ...window }: Attributes): Tensor {
  const size = window.kernel.reduce((a, b) => a * b, 1);
  if (countIncludePad || window.padding.flat().every((n) => n === 0)) return constant(size, [], x.dtype);
  const inside = expand(constant(1, [], x.dtype), [1, 1, ...x.shape.slice(2)]);
  return conv(inside, ones(x, window.kernel), window);
}

/** Each element repeated over its window; zeros where no window reached. */
function repeated(g: Tensor, kernel: readonly number[], shape: Shape): Tensor {
  const wide = upsampleNearest(g, kernel);
  return pad(
    wide,
    shape.map((n, axis) => [0, subDims(n, wide.shape[axis]!)]),
  );
}

/** Channels as images of one channel. */
const perChannel = (x: Tensor): Tensor => reshape(x, [mulDims(x.shape[0]!, x.shape[1]!), 1, ...x.shape.slice(2)]);
/** A kernel that sums. */
const ones = (like: Tensor, kernel: readonly number[]): Tensor =>
  constant(new Float64Array(kernel.reduce((a, b) => a * b, 1)).fill(1), [1, 1, ...kernel], like.dtype);
