// What the transforms of chosen axes share: their options, checks, scales, and how an axis becomes the rows of fourier.ts.
import { ShapeError } from "../error.js";
import { type Dim, printShape, type Shape } from "./dim.js";
import type { Kernel } from "./fourier.js";
import { vjp } from "./grad.js";
import { normalAxis } from "./op.js";
import { arange } from "./ops/arange.js";
import { expand } from "./ops/expand.js";
import { extent } from "./ops/extent.js";
import { mul } from "./ops/mul.js";
import { pow } from "./ops/pow.js";
import { reshape } from "./ops/reshape.js";
import { transpose } from "./ops/transpose.js";
import { constant, type Tensor } from "./tensor.js";

/** Where 1/n goes: to the inverse ("backward"), half to each as 1/√n ("ortho"), or to the forward transform. */
export type Norm = "backward" | "ortho" | "forward";
export interface FourierOptions {
  /** One to three different axes, the last by default; the pair of a complex number is not counted. */
  readonly axes?: readonly number[];
  /** As NumPy's; "backward" by default. */
  readonly norm?: Norm;
}
export interface FourierAttributes {
  readonly axes: readonly number[];
  readonly norm: Norm;
}

/**
 * The options with nothing left open; the order of axes stays.
 * @param pairs 1 if x is complex
 * @throws ShapeError
 */
export function fourierAttributes(
  name: string,
  x: Tensor,
  pairs: 0 | 1,
  options: FourierOptions = {},
): FourierAttributes {
  const { axes = [-1], norm = "backward" } = options;
  if (pairs === 1 && x.shape.at(-1) !== 2) {
    throw new ShapeError(name, {
      expected: "complex numbers [.., 2]",
      got: printShape(x.shape),
      hint: "stack([re, im], -1) makes them",
    });
  }
  const rank = x.shape.length - pairs;
  const found = axes.map((axis) => normalAxis(name, axis, rank));
  if (found.length < 1 || found.length > 3 || new Set(found).size !== found.length) {
    throw new ShapeError(name, { expected: "one to three different axes", got: `[${axes.join(", ")}]` });
  }
  if (found.some((axis) => x.shape[axis] === 0)) {
    throw new ShapeError(name, { expected: "axes of length ≥ 1", got: printShape(x.shape) });
  }
  if (!["backward", "ortho", "forward"].includes(norm)) {
    throw new ShapeError(name, { expected: '"backward", "ortho" or "forward"', got: `"${norm}"` });
  }
  return { axes: found, norm };
}

/** The power of n that a transform is multiplied by. */
const powers = {
  backward: { forward: 0, inverse: -1 },
  ortho: { forward: -0.5, inverse: -0.5 },
  forward: { forward: -1, inverse: 0 },
};
export type Direction = "forward" | "inverse";

/** The scale of a transform of n numbers. */
export const scaleOf = (norm: Norm, direction: Direction, n: number): number => n ** powers[norm][direction];

/** Applies a transform of rows [rows, n, parts] → [rows, m, parts'] to an axis of x [..., n, ..., parts]. */
export function onAxis(x: Tensor, axis: number, transform: (rows: Tensor) => Tensor): Tensor {
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis && i !== x.shape.length - 1);
  const order = [...others, axis, x.shape.length - 1];
  const moved = transpose(x, order);
  const rows = transform(reshape(moved, [-1, ...moved.shape.slice(-2)]));
  const back = reshape(rows, [...moved.shape.slice(0, -2), ...rows.shape.slice(1)]);
  return transpose(
    back,
    order.map((_, i) => order.indexOf(i)),
  );
}

/** A transform of rows with its scale: inside its matrices, or beside it where n is a name. */
export function scaledRows(
  transform: (rows: Tensor, kernel: Kernel) => Tensor,
  norm: Norm,
  direction: Direction,
  lengthOf: (rows: Tensor) => Dim = (rows) => rows.shape[1]!,
): (rows: Tensor) => Tensor {
  const sign = direction === "forward" ? -1 : 1;
  return (rows) => {
    const n = lengthOf(rows);
    if (typeof n === "number") return transform(rows, { sign, scale: scaleOf(norm, direction, n) });
    const power = powers[norm][direction];
    const y = transform(rows, { sign, scale: 1 });
    return power === 0 ? y : mul(y, pow(extent(arange(n, y.dtype), [0]), power));
  };
}

/** The transpose of a linear map, applied to g: the derivative of ⟨g, map(x)⟩, wherever x is. */
export function transposed(map: (x: Tensor) => Tensor, shape: Shape, g: Tensor): Tensor {
  const anywhere = expand(constant(0, [], g.dtype), shape);
  return vjp([map(anywhere)], [anywhere], [g])[0]!;
}
