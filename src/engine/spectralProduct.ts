// What fftConvolve and fftCorrelate share: the product of two spectra, and which part of the result is wanted.
import { ShapeError } from "../error.js";
import { addDims, type Dim, floorDivDim, printShape, subDims } from "./dim.js";
import { smoothLength } from "./fourier.js";
import { at, build, forEachIndex, type Nd, normalAxis } from "./op.js";
import { complexMul } from "./ops/complexMul.js";
import { irfft } from "./ops/irfft.js";
import { mul } from "./ops/mul.js";
import { pad } from "./ops/pad.js";
import { rfft } from "./ops/rfft.js";
import { slice } from "./ops/slice.js";
import { constant, type Tensor } from "./tensor.js";

/**
 * Which part of a linear convolution of n and m numbers: all n + m − 1 ("full"), the n in the middle ("same"), the
 * n − m + 1 that need no zeros ("valid"); or the "circular" one, in which x repeats and has n.
 */
export type ConvolveMode = "full" | "same" | "valid" | "circular";
export interface ConvolveOptions {
  /** One to three different axes, the last by default; others broadcast. */
  readonly axes?: readonly number[];
  /** "full" by default. */
  readonly mode?: ConvolveMode;
}
export interface ConvolveAttributes {
  /** From the end: −1, … */
  readonly axes: readonly number[];
  readonly mode: ConvolveMode;
}

/** @throws ShapeError */
export function convolveAttributes(
  name: string,
  x: Tensor,
  y: Tensor,
  { axes = [-1], mode = "full" }: ConvolveOptions = {},
): ConvolveAttributes {
  const found = axes.map((axis) => normalAxis(name, axis, x.shape.length) - x.shape.length);
  if (found.length < 1 || found.length > 3 || new Set(found).size !== found.length) {
    throw new ShapeError(name, { expected: "one to three different axes", got: `[${axes.join(", ")}]` });
  }
  if (!["full", "same", "valid", "circular"].includes(mode)) {
    throw new ShapeError(name, { expected: '"full", "same", "valid" or "circular"', got: `"${mode}"` });
  }
  for (const axis of found) {
    const [n, m] = [x.shape.at(axis)!, y.shape.at(axis)];
    const fits =
      typeof n === "string" || typeof m === "string"
        ? m !== undefined
        : n > 0 && m! > 0 && (mode === "full" || m! <= n);
    if (!fits) {
      throw new ShapeError(name, {
        expected: `y of an axis ${axis} of length ≥ 1${mode === "full" ? "" : `, at most that of x, for "${mode}"`}`,
        got: `${printShape(x.shape)}, ${printShape(y.shape)}`,
      });
    }
  }
  return { axes: found, mode };
}

/** The convolution of x and y, or with conjugated y their circular correlation, of the length that the mode asks for. */
export function spectralProduct(x: Tensor, y: Tensor, { axes, mode }: ConvolveAttributes, conjugated = false): Tensor {
  const full = (axis: number) => addDims(x.shape.at(axis)!, y.shape.at(axis)!, -1);
  const lengths = axes.map((axis) => (mode === "circular" ? x.shape.at(axis)! : roomFor(full(axis))));
  const spectrum = (each: Tensor) =>
    rfft(padded(each, axes, lengths), { axes: axes.map((axis) => each.shape.length + axis) });
  const other = spectrum(y);
  const product = complexMul(spectrum(x), conjugated ? mul(other, constant([1, -1], [2], y.dtype)) : other);
  const inner = product.shape.length - 1;
  const back = irfft(product, { axes: axes.map((axis) => inner + axis), length: lengths.at(-1)! });
  return axes.reduce((z, axis) => {
    const [n, m] = [x.shape.at(axis)!, y.shape.at(axis)!];
    const [start, length] = rangeOf(mode, n, m);
    return start === 0 && length === z.shape.at(axis) ? z : slice(z, axis, start, addDims(start, length));
  }, back);
}

const roomFor = (length: Dim): Dim => (typeof length === "number" ? smoothLength(length) : length);

/** Where the wanted part starts in the full result, and its length. */
function rangeOf(mode: ConvolveMode, n: Dim, m: Dim): [start: Dim, length: Dim] {
  if (mode === "full") return [0, addDims(n, m, -1)];
  if (mode === "valid") return [subDims(m, 1), addDims(subDims(n, m), 1)];
  return [mode === "same" ? floorDivDim(subDims(m, 1), 2) : 0, n];
}

/** Zeros after the axes up to the lengths. */
const padded = (x: Tensor, axes: readonly number[], lengths: readonly Dim[]): Tensor =>
  pad(
    x,
    x.shape.map((size, i) => {
      const at = axes.indexOf(i - x.shape.length);
      return [0, at < 0 ? 0 : subDims(lengths[at]!, size)];
    }),
  );

/**
 * The reference: Σ over j of x[k − j] · y[j], or of x[k + j] · y[j], zero outside x or around the corner.
 * @param shape of the result, with which other axes broadcast
 */
export function convolved(
  [x, y]: readonly Nd[],
  { axes, mode }: ConvolveAttributes,
  shape: readonly number[],
  direction: 1 | -1,
): Nd {
  const sizes = axes.map((axis) => y!.shape.at(axis)!);
  // The first result of a full correlation has y wholly before x.
  const offset = (m: number, n: number) =>
    (rangeOf(mode, n, m)[0] as number) + (direction === 1 && mode !== "circular" ? 1 - m : 0);
  return build(shape, (index) => {
    let sum = 0;
    forEachIndex(sizes, (j) => {
      const [from, by] = [[...index], [...index]];
      let inside = true;
      axes.forEach((axis, a) => {
        const [place, n] = [shape.length + axis, x!.shape.at(axis)!];
        const i = index[place]! + offset(sizes[a]!, n) + direction * j[a]!;
        inside &&= mode === "circular" || (i >= 0 && i < n);
        from[place] = ((i % n) + n) % n;
        by[place] = j[a]!;
      });
      if (inside) sum += at(x!, from) * at(y!, by);
    });
    return sum;
  });
}
