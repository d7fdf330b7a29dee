import { ShapeError } from "../../error.js";
import { emitConv, exchange } from "../convNode.js";
import {
  accumulated,
  type ConvOptions,
  type ConvWindow,
  convWindow,
  forEachProduct,
  grouped,
  type PerAxis,
  spanOf,
  totalPadding,
  windowAttributes,
} from "../convolution.js";
import { addDims, mulDims, subDims } from "../dim.js";
import { type Emitter, normal, type Op, op, type Tensor } from "../op.js";
import { isConstant } from "../tensor.js";
import { conv } from "./conv.js";
import { convWeightGradient } from "./convWeightGradient.js";
import { flip } from "./flip.js";
import { pad } from "./pad.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

export interface ConvTransposeOptions extends ConvOptions {
  /** Elements added after the end, below the stride; 0 by default. */
  readonly outputPadding?: PerAxis;
}
type Attributes = ConvWindow & { readonly outputPadding: readonly number[] };

/**
 * Transposed convolution in 1, 2 or 3 dimensions, the adjoint of `conv` by its input:
 * y[b, o, p · stride + k · dilation − padding] = Σ over c, k of weight[c, o, k] · x[b, c, p].
 * @param x [batch, channels, ...space]; batch and space may be named
 * @param weight [channels, out / groups, ...kernel]
 * @returns [batch, out, ...(n − 1) stride + dilation (k − 1) + 1 − padding + outputPadding]
 * @throws ShapeError if channels or options do not fit
 */
export const convTranspose: Op<[x: Tensor, weight: Tensor, options?: ConvTransposeOptions]> = op("convTranspose", {
  args: (x, weight, options) => ({ inputs: [x, weight], attributes: attributesOf(x, weight, options) }),
  shape: ([x, weight], window) => {
    const space = x!.shape.slice(2).map((n, axis) => {
      const more = spanOf(window, axis) + 1 - totalPadding(window, axis) + window.outputPadding[axis]!;
      return addDims(mulDims(subDims(n, 1), window.strides[axis]!), more);
    });
    const empty = space.findIndex((n) => typeof n === "number" && n < 1);
    if (empty >= 0) {
      const got = `${space[empty]} on axis ${empty + 2}`;
      throw new ShapeError("convTranspose", { expected: "padding that leaves at least one element", got });
    }
    return [x!.shape[0]!, mulDims(weight!.shape[1]!, window.groups), ...space];
  },
  vjp: ([x, weight], g, { attributes: { outputPadding: _, ...window } }) => [
    conv(g, weight!, window),
    convWeightGradient(g, x!, window.kernel, window),
  ],
  onnx: (emitter, inputs, { attributes, inputs: [x, weight] }) => {
    if (prefersConv(weight!, attributes)) return asConv(emitter, inputs, [x!, weight!], attributes);
    const { groups, dilations, outputPadding } = attributes;
    const more = { dilations, group: groups, output_padding: outputPadding };
    return emitter.node("ConvTranspose", inputs, { ...windowAttributes(attributes), ...more });
  },
  // The convolution of x, spread by zeros, with the kernel turned round.
  lower: {
    f64: ([x, weight], window) => {
      const rank = window.kernel.length;
      const spread = window.strides.reduce((part, stride, axis) => interleave(part, axis + 2, stride), x!);
      const room = window.kernel.map((_, axis): [number, number] => {
        const [before, after] = window.padding[axis]!;
        const surplus = window.strides[axis]! - 1; // zeros behind the last element
        const span = spanOf(window, axis);
        return [span - before, span - after + window.outputPadding[axis]! - surplus];
      });
      const turned = flip(
        weight!,
        Array.from({ length: rank }, (_, axis) => axis + 2),
      );
      const { groups, dilations } = window;
      return conv(pad(spread, [[0, 0], [0, 0], ...room]), exchanged(turned, groups), { dilations, groups });
    },
  },
  reference: ([x, weight], window, shape) =>
    accumulated(shape, (y) =>
      forEachProduct([shape, weight!.shape, x!.shape], window, (i, k, j) => {
        y[i]! += x!.data[j]! * weight!.data[k]!;
      }),
    ),
  samples: [
    [normal([2, 2, 4]), normal([2, 3, 3])],
    [normal([1, 3, 3, 4]), normal([3, 3, 3, 2]), { padding: [1, [1, 0]] }],
    [normal([1, 2, 3, 2]), normal([2, 1, 3, 2]), { strides: [2, 3], padding: 1, outputPadding: [1, 2] }],
    [normal([1, 4, 3]), normal([4, 2, 2]), { groups: 2, dilations: 2, padding: [[2, 0]] }],
    [normal([2, 4, 3]), normal([4, 1, 2]), { groups: 2, strides: 2 }],
    [normal([1, 2, 2, 3, 2]), normal([2, 1, 2, 2, 1]), { strides: [1, 2, 2], padding: [1, 0, 0] }],
  ],
  exempt: { named: "the kernel's size is needed as a number; batch and space are tested in conv.test.ts" },
});

function attributesOf(x: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Attributes {
  const { groups = 1, outputPadding = 0 } = options;
  // As `conv` sees it: the weight of a convolution from `out` to `channels`.
  const [channels, each] = weight.shape;
  const fits = x.shape[1] === channels && x.shape.length === weight.shape.length;
  if (!fits) {
    throw new ShapeError("convTranspose", {
      expected: "x [batch, channels, ..space], weight [channels, out / groups, ..kernel]",
      got: `[${x.shape.join(", ")}], [${weight.shape.join(", ")}]`,
    });
  }
  const result = { ...x, shape: [x.shape[0]!, mulDims(each!, groups), ...x.shape.slice(2)] };
  const window = convWindow("convTranspose", result, weight, options);
  const extra = typeof outputPadding === "number" ? window.kernel.map(() => outputPadding) : outputPadding;
  if (extra.length !== window.kernel.length || extra.some((n, axis) => !(n >= 0 && n < window.strides[axis]!))) {
    throw new ShapeError("convTranspose", {
      expected: `outputPadding of 0 … stride − 1, one an axis (strides ${window.strides.join(", ")})`,
      got: JSON.stringify(outputPadding),
    });
  }
  return { ...window, outputPadding: extra };
}

/**
 * Whether ONNX Runtime is faster with Conv and the turned weight: at stride 1 where there are not far fewer channels
 * to make than to read (64 → 64, 3×3, 32×32: 31 against 37 ms; 64 → 3: 10 against 4 ms).
 */
function prefersConv({ shape: [channels, each] }: Tensor, window: Attributes): boolean {
  const dense = window.strides.every((stride) => stride === 1);
  const covered = window.padding.every((pair, axis) => pair.every((n) => n <= spanOf(window, axis)));
  return dense && covered && 4 * (each as number) * window.groups >= (channels as number);
}

function asConv(
  emitter: Emitter,
  names: readonly string[],
  [x, weight]: readonly [x: Tensor, weight: Tensor],
  window: Attributes,
): string {
  const padding = window.padding.map(
    ([before, after], axis) => [spanOf(window, axis) - before, spanOf(window, axis) - after] as const,
  );
  const options = { ...window, padding, isKnown: isConstant(weight), isTurned: true };
  return emitConv(emitter, names, [x.shape, weight.shape], options);
}

/** A weight [channels, out / groups, …] as that of a convolution: [out, channels / groups, …]. */
function exchanged(weight: Tensor, groups: number): Tensor {
  const [channels, each, ...kernel] = weight.shape;
  const parts = reshape(weight, [...grouped(channels!, groups), each!, ...kernel]);
  const swapped = transpose(parts, exchange(kernel.length, groups));
  return reshape(swapped, [mulDims(each!, groups), (channels as number) / groups, ...kernel]);
}

/** stride − 1 zeros after each element of an axis. */
function interleave(x: Tensor, axis: number, stride: number): Tensor {
  if (stride === 1) return x;
  const wide = reshape(x, [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)]);
  const padded = pad(
    wide,
    wide.shape.map((_, i) => [0, i === axis + 1 ? stride - 1 : 0]),
  );
  return reshape(
    padded,
    x.shape.map((dim, i) => (i === axis ? mulDims(dim, stride) : dim)),
  );
}
