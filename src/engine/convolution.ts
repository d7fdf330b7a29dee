// What convolutions and pools share: windows, sizes, the taps of a window, and the one loop behind their references.
import { ShapeError } from "../error.js";
import { addDims, type Dim, floorDivDim, mulDims, printShape, type Shape, subDims } from "./dim.js";
import { forEachIndex, type Nd, nd, strides as stepsOf, type Tensor } from "./op.js";
import { concat } from "./ops/concat.js";
import { pad } from "./ops/pad.js";
import { reshape } from "./ops/reshape.js";
import { slice } from "./ops/slice.js";

/** One number for every axis of space, or one an axis. */
export type PerAxis = number | readonly number[];
export interface WindowOptions {
  /** Steps between windows; 1 by default. */
  readonly strides?: PerAxis;
  /**
   * Zeros around the input: one number, one number or pair [before, after] an axis, or "same", which gives ⌈n / stride⌉
   * windows (the odd zero goes after). 0 by default.
   */
  readonly padding?: number | "same" | readonly (number | readonly [before: number, after: number])[];
  /** Steps between the elements of one window; 1 by default. */
  readonly dilations?: PerAxis;
}
export interface ConvOptions extends WindowOptions {
  /** Channels are split into so many groups that do not mix; 1 by default. */
  readonly groups?: number;
}

/** Window options with nothing left open; valid as options again. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly dilations: readonly number[];
}
export interface ConvWindow extends Window {
  readonly groups: number;
}

/**
 * The window of a kernel.
 * @throws ShapeError if the kernel's size is named, or an option does not fit
 */
export function windowOf(name: string, kernel: Shape, options: WindowOptions = {}): Window {
  const rank = kernel.length;
  if (rank < 1 || rank > 3 || !kernel.every((size) => typeof size === "number" && Number.isInteger(size) && size > 0)) {
    throw new ShapeError(name, { expected: "a kernel of 1, 2 or 3 axes with known sizes", got: printShape(kernel) });
  }
  const perAxis = (what: string, value: PerAxis = 1): readonly number[] => {
    const list = typeof value === "number" ? kernel.map(() => value) : value;
    if (list.length === rank && list.every((each) => Number.isInteger(each) && each > 0)) return list;
    throw new ShapeError(name, { expected: `${what} of whole numbers ≥ 1, one an axis (${rank})`, got: print(value) });
  };
  const sizes = kernel as readonly number[];
  const dilations = perAxis("dilations", options.dilations);
  const spans = sizes.map((size, axis) => dilations[axis]! * (size - 1));
  return {
    kernel: sizes,
    strides: perAxis("strides", options.strides),
    padding: paddingOf(name, spans, options.padding),
    dilations,
  };
}

function paddingOf(name: string, spans: readonly number[], padding: WindowOptions["padding"] = 0): Window["padding"] {
  if (padding === "same") return spans.map((span) => [Math.floor(span / 2), Math.ceil(span / 2)] as const);
  const list = typeof padding === "number" ? spans.map(() => padding) : padding;
  const pairs = Array.isArray(list) ? list.map((each) => (typeof each === "number" ? [each, each] : each)) : [];
  const fits = (pair: readonly number[]) =>
    pair.length === 2 && pair.every((each) => Number.isInteger(each) && each >= 0);
  if (pairs.length === spans.length && pairs.every(fits)) return pairs as [number, number][];
  throw new ShapeError(name, {
    expected: `padding as a whole number ≥ 0, "same", or a number or pair for each of ${spans.length} axes`,
    got: print(padding),
  });
}

const print = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** Distance from the first to the last element of a window. */
export const spanOf = ({ kernel, dilations }: Window, axis: number): number => dilations[axis]! * (kernel[axis]! - 1);
export const totalPadding = ({ padding }: Window, axis: number): number => padding[axis]![0] + padding[axis]![1];

/** How many windows fit on each axis: ⌊(n + padding − dilation (k − 1) − 1) / stride⌋ + 1. @throws ShapeError if none */
export function windowCounts(name: string, space: Shape, window: Window): Shape {
  return space.map((n, axis) => {
    const room = addDims(n, totalPadding(window, axis) - spanOf(window, axis) - 1);
    if (typeof room === "number" && room < 0) {
      throw new ShapeError(name, {
        expected: `at least ${spanOf(window, axis) + 1} elements with padding on axis ${axis + 2}`,
        got: String(addDims(n, totalPadding(window, axis))),
      });
    }
    return addDims(floorDivDim(room, window.strides[axis]!), 1);
  });
}

/** ONNX attributes of a window. */
export const windowAttributes = ({ kernel, strides, padding }: Window) => ({
  kernel_shape: kernel,
  strides,
  pads: [...padding.map(([before]) => before), ...padding.map(([, after]) => after)],
});

/** The multi-indices of a kernel in row-major order. */
export function offsets(kernel: readonly number[]): number[][] {
  const out: number[][] = [];
  forEachIndex(kernel, (index) => out.push([...index]));
  return out;
}

/**
 * What each element of the window sees: one tensor an offset, in row-major order of the kernel.
 * @param x [batch, channels, ...space]
 * @returns each [batch, channels, ...windows]; zero where the window lies on the padding, which may be negative
 */
export function taps(x: Tensor, window: Window, counts: Shape): Tensor[] {
  const { kernel, strides, padding, dilations } = window;
  return offsets(kernel).map((offset) => {
    const at = offset.map((k, axis) => k * dilations[axis]!);
    const pairs = padding.map(([before, after], axis): [number, number] =>
      strides[axis] === 1 ? [before - at[axis]!, after - (spanOf(window, axis) - at[axis]!)] : [before, after],
    );
    return strides.reduce(
      (part, stride, axis) => {
        if (stride === 1) return part;
        const last = mulDims(subDims(counts[axis]!, 1), stride);
        return slice(part, axis + 2, at[axis]!, addDims(last, at[axis]! + 1), stride);
      },
      pad(x, [[0, 0], [0, 0], ...pairs]),
    );
  });
}

/** Tensors of shape [batch, channels, ...space] beside each other: [batch, channels, tensors, …space flattened]. */
export function beside(parts: readonly Tensor[]): Tensor {
  const [batch, channels] = parts[0]!.shape;
  return concat(
    parts.map((part) => reshape(part, [batch!, channels!, 1, mulDims(...part.shape.slice(2))])),
    2,
  );
}

/** The channels of a convolution, checked. @throws ShapeError */
export function convWindow(name: string, x: Tensor, weight: Tensor, options: ConvOptions = {}): ConvWindow {
  const { groups = 1 } = options;
  const [, channels] = x.shape;
  const [out, each] = weight.shape;
  const rank = x.shape.length - 2;
  const divides = typeof out === "number" && Number.isInteger(groups) && groups > 0 && out % groups === 0;
  if (rank < 1 || rank > 3 || weight.shape.length !== rank + 2 || !divides || channels !== mulDims(each!, groups)) {
    throw new ShapeError(name, {
      expected: `x [batch, channels, ..1 to 3 axes], weight [out, channels / groups, ..kernel], groups (${groups}) dividing both`,
      got: `${printShape(x.shape)}, ${printShape(weight.shape)}`,
    });
  }
  return { ...windowOf(name, weight.shape.slice(2), options), groups };
}

/** Splits the channels, axis 1, into [groups, channels / groups] unless there is one group. */
export const grouped = (channels: Dim, groups: number): Dim[] =>
  groups === 1 ? [channels] : [groups, floorDivDim(channels, groups)];

/**
 * Visits every product of a convolution y = x ∗ w: flat positions of x [batch, channels, ...space], of the weight
 * [out, channels / groups, ...kernel] and of y [batch, out, ...windows]. The convolution and its two adjoints sum these
 * products to y, to x and to w.
 */
export function forEachProduct(
  [x, w, y]: readonly [x: readonly number[], w: readonly number[], y: readonly number[]],
  { strides, padding, dilations, groups }: ConvWindow,
  visit: (x: number, w: number, y: number) => void,
): void {
  const [stepX, stepY] = [stepsOf(x), stepsOf(y)];
  forEachIndex(w, ([out, channel, ...offset], flatW) => {
    const from = Math.floor(out! / (w[0]! / groups)) * w[1]! + channel!;
    forEachIndex([x[0]!, ...y.slice(2)], ([batch, ...window]) => {
      const at = window.map((i, a) => i * strides[a]! + offset[a]! * dilations[a]! - padding[a]![0]);
      if (at.some((i, a) => i < 0 || i >= x[a + 2]!)) return;
      const flat = (index: readonly number[], step: readonly number[]) =>
        index.reduce((sum, i, a) => sum + i * step[a]!, 0);
      visit(flat([batch!, from, ...at], stepX), flatW, flat([batch!, out!, ...window], stepY));
    });
  });
}

/** Sums products into an array of the given shape. */
export function accumulated(shape: readonly number[], fill: (into: Float64Array) => void): Nd {
  const out = nd(shape, new Float64Array(shape.reduce((a, b) => a * b, 1)));
  fill(out.data);
  return out;
}
