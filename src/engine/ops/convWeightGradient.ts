import { ShapeError } from "../../error.js";
import {
  accumulated,
  beside,
  type ConvOptions,
  type ConvWindow,
  convWindow,
  forEachProduct,
  grouped,
  spanOf,
  taps,
  type Window,
  windowCounts,
} from "../convolution.js";
import { customVjp } from "../customVjp.js";
import { printShape, type Shape, sameShape } from "../dim.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { concat } from "./concat.js";
import { conv } from "./conv.js";
import { convInputGradient } from "./convInputGradient.js";
import { matmul } from "./matmul.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";
import { transpose } from "./transpose.js";

/**
 * The derivative of a convolution y = conv(x, weight, options) by its weight: the correlation
 * dw[o, c, k] = Σ over b, p of g[b, o, p] · x[b, c, p · stride + k · dilation − padding].
 * @param x [batch, channels, ...space]
 * @param g cotangent of y, [batch, out, ...windows]
 * @param kernel sizes of the weight
 * @returns [out, channels / groups, ...kernel]
 * @throws ShapeError if the convolution of x has other windows than g
 */
export const convWeightGradient: Op<
  [x: Tensor, g: Tensor, kernel: readonly number[], options?: Omit<ConvOptions, "kernel">]
> = op("convWeightGradient", {
  args: (x, g, kernel, options) => ({ inputs: [x, g], attributes: attributesOf(x, g, kernel, options) }),
  compose: ([x, g], window) => {
    const y = (isSmall(g!.shape.slice(2)) ? mergedCorrelation : correlation)(x!, g!, window);
    return customVjp(y, [x!, g!], (dw, [x, g]) => [
      convInputGradient(g!, dw, x!.shape.slice(2), window),
      conv(x!, dw, window),
    ]);
  },
  reference: ([x, g], window, shape) =>
    accumulated(shape, (w) =>
      forEachProduct([x!.shape, shape, g!.shape], window, (i, k, j) => {
        w[k]! += x!.data[i]! * g!.data[j]!;
      }),
    ),
  samples: [
    [normal([2, 2, 5]), normal([2, 3, 3]), [3]],
    [normal([1, 2, 4, 5]), normal([1, 2, 4, 5]), [3, 2], { padding: "same" }],
    [normal([2, 2, 6, 3]), normal([2, 2, 3, 2]), [3, 2], { strides: 2, padding: [[1, 0], 1] }],
    [normal([1, 4, 7]), normal([1, 6, 6]), [2], { groups: 2, dilations: 3, padding: 1 }],
    [normal([1, 1, 3, 4, 3]), normal([1, 2, 4, 2, 2]), [2, 2, 1], { strides: [1, 2, 2], padding: [1, 0, 0] }],
    // 64 places, from where on images stay apart; offsets beside x, beside g, and beside both
    [normal([1, 1, 65]), normal([1, 2, 64]), [2]],
    [normal([1, 3, 65]), normal([1, 1, 64]), [3], { padding: [[1, 0]] }],
    [normal([1, 2, 8, 8]), normal([1, 2, 8, 8]), [3, 3], { padding: "same" }],
    [normal([1, 32, 65]), normal([1, 1, 65]), [3], { padding: "same" }], // many channels: a product an offset
    [normal([1, 32, 8, 8]), normal([1, 32, 8, 8]), [3, 3], { padding: "same" }],
  ],
  exempt: { named: "channels are needed as numbers; batch and space are tested in conv.test.ts" },
});

function attributesOf(x: Tensor, g: Tensor, kernel: readonly number[], options: ConvOptions = {}): ConvWindow {
  const [, channels] = x.shape;
  const { groups = 1 } = options;
  if (typeof channels !== "number" || channels % groups !== 0 || typeof g.shape[1] !== "number") {
    throw new ShapeError("convWeightGradient", {
      expected: `x and g with numbers of channels that ${groups} divides`,
      got: `${printShape(x.shape)}, ${printShape(g.shape)}`,
    });
  }
  const weight = { ...g, shape: [g.shape[1], channels / groups, ...kernel] };
  const window = convWindow("convWeightGradient", x, weight, options);
  const y = [x.shape[0]!, g.shape[1], ...windowCounts("convWeightGradient", x.shape.slice(2), window)];
  if (sameShape(g.shape, y)) return window;
  throw new ShapeError("convWeightGradient", { expected: `g ${printShape(y)}`, got: printShape(g.shape) });
}

/** Channels from which a product for each offset of x beats one of all: 27 against 30 ms at 64, for want of a copy. */
const wide = 32;

/**
 * One MatMul an image, and their sum. The kernel's offsets along some axes are laid out beside the channels of x
 * (im2col), along the others beside those of g: fewer copies than k² of one of them, and a squarer product.
 * Batch 64, 3×3, 32×32, one thread of ONNX Runtime: 38 ms for 64 → 64 channels, where im2col takes 44, a MatMul an
 * offset 41–47, and Conv with batch and channels exchanged 80; 3.5 ms for 3 → 64 (here: im2col), where they take 8–13 and 6.
 */
function correlation(x: Tensor, g: Tensor, window: ConvWindow): Tensor {
  const { groups, kernel } = window;
  const rank = kernel.length;
  const besideG = offsetsBesideG(x, g, window);
  const half = (taken: boolean) => onAxes(window, (axis) => besideG.has(axis) === taken);
  const [forX, forG] = [half(false), backwards(half(true))];
  const space = g.shape.slice(2).map((m, axis) => (besideG.has(axis) ? x.shape[axis + 2]! : m));
  const rows = channelRows(beside(taps(g, forG, space).reverse()), groups);
  const against = (columns: Tensor) => {
    const axes = columns.shape.map((_, i) => i);
    return sum(matmul(rows, transpose(columns, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!])), { axes: [0] });
  };
  const seen = taps(x, forX, space);
  const isWide = (x.shape[1] as number) >= wide * groups;
  const total = isWide
    ? concat(
        seen.map((tap) => against(channelRows(beside([tap]), groups))).map((part) => reshape(part, [...part.shape, 1])),
        -1,
      )
    : against(channelRows(beside(seen), groups));
  // [groups, out, …offsets beside g, channels, …offsets beside x] to [groups, out, channels, …kernel]
  const [out, channels] = [g, x].map(({ shape }) => (shape[1] as number) / groups);
  const parts = reshape(total, [groups, out!, ...forG.kernel, channels!, ...forX.kernel]);
  const offsetAxes = kernel.flatMap((_, axis) => {
    const [atG, atX] = [2 + axis, 3 + rank + axis];
    return besideG.has(axis) ? [atG, atX] : [atX, atG];
  });
  const ordered = transpose(parts, [0, 1, 2 + rank, ...offsetAxes]);
  return reshape(ordered, [out! * groups, channels!, ...kernel]);
}

/** Below 64 places an image, products are too small: all images become one, the batch an axis of its space. */
function mergedCorrelation(x: Tensor, g: Tensor, window: ConvWindow): Tensor {
  const merged = (t: Tensor) => {
    const [batch, channels, ...space] = t.shape;
    return reshape(transpose(t, [1, 0, ...space.map((_, i) => i + 2)]), [1, channels!, batch!, ...space]);
  };
  const whole: ConvWindow = {
    kernel: [1, ...window.kernel],
    strides: [1, ...window.strides],
    padding: [[0, 0], ...window.padding],
    dilations: [1, ...window.dilations],
    groups: window.groups,
  };
  const found = correlation(merged(x), merged(g), whole);
  return reshape(found, [...found.shape.slice(0, 2), ...window.kernel]);
}

const isSmall = (space: Shape): boolean =>
  space.every((n) => typeof n === "number") && (space as number[]).reduce((a, b) => a * b, 1) < 64;

/**
 * The axes of stride 1 whose offsets go beside g: the choice that copies least, and of those one that moves fewest copies
 * along the last axis, which takes longest.
 */
function offsetsBesideG(x: Tensor, g: Tensor, { kernel, strides }: Window): Set<number> {
  const axes = kernel.map((_, axis) => axis);
  const free = axes.filter((axis) => strides[axis] === 1 && kernel[axis]! > 1);
  const offsets = (taken: readonly number[]) => taken.reduce((n, axis) => n * kernel[axis]!, 1);
  const copies = ({ shape }: Tensor, taken: readonly number[]) =>
    offsets(taken) === 1 ? 0 : (shape[1] as number) * offsets(taken);
  const choices = Array.from({ length: 2 ** free.length }, (_, bits) => {
    const choice = free.filter((_, i) => (bits >> i) & 1);
    const others = axes.filter((axis) => !choice.includes(axis));
    const alongLast = offsets(choice.includes(axes.at(-1)!) ? choice : others);
    return { choice, cost: copies(g, choice) + copies(x, others), alongLast };
  });
  const better = (a: (typeof choices)[0], b: (typeof choices)[0]) => a.cost - b.cost || a.alongLast - b.alongLast;
  return new Set(choices.sort(better)[0]!.choice);
}

/** The window along the given axes only; single elements along the others. */
const onAxes = (window: ConvWindow, has: (axis: number) => boolean): Window => ({
  kernel: window.kernel.map((size, axis) => (has(axis) ? size : 1)),
  strides: window.strides.map((stride, axis) => (has(axis) ? stride : 1)),
  padding: window.padding.map((pair, axis) => (has(axis) ? pair : [0, 0])),
  dilations: window.dilations,
});

/** The window through which the result of a convolution of stride 1 sees its input. */
const backwards = (window: Window): Window => ({
  ...window,
  padding: window.padding.map(([before, after], axis) => [spanOf(window, axis) - before, spanOf(window, axis) - after]),
});

/** [batch, channels, offsets, places] as [batch, channels · offsets, places], groups apart where there are some. */
function channelRows(x: Tensor, groups: number): Tensor {
  const [batch, channels, offsets, places] = x.shape;
  return reshape(x, [batch!, ...grouped((channels as number) * (offsets as number), groups), places!]);
}
