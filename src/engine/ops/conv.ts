import { emitConv } from "../convNode.js";
import {
  accumulated,
  beside,
  type ConvOptions,
  convWindow,
  forEachProduct,
  grouped,
  taps,
  windowCounts,
} from "../convolution.js";
import { mulDims } from "../dim.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { isConstant } from "../tensor.js";
import { convInputGradient } from "./convInputGradient.js";
import { convWeightGradient } from "./convWeightGradient.js";
import { matmul } from "./matmul.js";
import { reshape } from "./reshape.js";

/**
 * Convolution in 1, 2 or 3 dimensions as networks mean it (cross-correlation, the kernel is not flipped):
 * y[b, o, p] = Σ over c, k of weight[o, c, k] · x[b, c, p · stride + k · dilation − padding], zero outside x.
 * @param x [batch, channels, ...space]; batch and space may be named
 * @param weight [out, channels / groups, ...kernel]
 * @returns [batch, out, ...⌊(n + padding − dilation (k − 1) − 1) / stride⌋ + 1]
 * @throws ShapeError if channels or options do not fit, or the kernel does not fit into x
 */
export const conv: Op<[x: Tensor, weight: Tensor, options?: ConvOptions]> = op("conv", {
  args: (x, weight, options) => ({ inputs: [x, weight], attributes: convWindow("conv", x, weight, options) }),
  shape: ([x, weight], window) => [x!.shape[0]!, weight!.shape[0]!, ...windowCounts("conv", x!.shape.slice(2), window)],
  vjp: ([x, weight], g, { attributes }) => [
    convInputGradient(g, weight!, x!.shape.slice(2), attributes),
    convWeightGradient(x!, g, attributes.kernel, attributes),
  ],
  onnx: (emitter, names, { inputs: [x, weight], attributes }) =>
    emitConv(emitter, names, [x!.shape, weight!.shape], { ...attributes, isKnown: isConstant(weight!) }),
  // ONNX Runtime has no f64 Conv: what each kernel element sees, beside each other, times the weight.
  lower: {
    f64: ([x, weight], { groups, ...window }, { shape }) => {
      const columns = beside(taps(x!, window, shape.slice(2)));
      const [batch, channels, kernel, windows] = columns.shape;
      const [of, ...each] = grouped(mulDims(channels!, kernel!), groups).reverse();
      const rows = grouped(weight!.shape[0]!, groups);
      const product = matmul(
        reshape(weight!, [...rows, of!]),
        reshape(columns, [batch!, ...each.reverse(), of!, windows!]),
      );
      return reshape(product, shape);
    },
  },
  reference: ([x, weight], window, shape) =>
    accumulated(shape, (y) =>
      forEachProduct([x!.shape, weight!.shape, shape], window, (i, k, j) => {
        y[j]! += x!.data[i]! * weight!.data[k]!;
      }),
    ),
  samples: [
    [normal([2, 2, 5]), normal([3, 2, 3])],
    [normal([1, 2, 4, 5]), normal([2, 2, 3, 2]), { padding: "same" }],
    [normal([2, 2, 6, 3]), normal([2, 2, 3, 2]), { strides: 2, padding: [[1, 0], 1] }],
    [normal([1, 4, 7]), normal([6, 2, 2]), { groups: 2, dilations: 3, padding: 1 }],
    [normal([2, 3, 2, 2]), normal([3, 1, 1, 2]), { groups: 3, padding: [0, [2, 1]] }],
    [normal([1, 1, 3, 4, 3]), normal([2, 1, 2, 2, 1]), { strides: [1, 2, 2], padding: [1, 0, 0] }],
  ],
  exempt: { named: "the kernel's size is needed as a number; batch and space are tested in conv.test.ts" },
});
