// Discrete cosine transforms: type II of rows as a product, or by the Fourier transform of the rows in another order; type
// III as its transpose.
import { ShapeError } from "../error.js";
import { alongAxis } from "./alongAxis.js";
import { type Dim, mulDims, printShape } from "./dim.js";
import { pick, realFourierRows } from "./fourier.js";
import { onAxis, transposed } from "./fourierAxes.js";
import { type Nd, normalAxis } from "./op.js";
import { add } from "./ops/add.js";
import { arange } from "./ops/arange.js";
import { cast } from "./ops/cast.js";
import { complexMul } from "./ops/complexMul.js";
import { cos } from "./ops/cos.js";
import { div } from "./ops/div.js";
import { equal } from "./ops/equal.js";
import { extent } from "./ops/extent.js";
import { matmul } from "./ops/matmul.js";
import { mod } from "./ops/mod.js";
import { mul } from "./ops/mul.js";
import { pow } from "./ops/pow.js";
import { reshape } from "./ops/reshape.js";
import { squeeze } from "./ops/squeeze.js";
import { unsqueeze } from "./ops/unsqueeze.js";
import { where } from "./ops/where.js";
import { constant, type DType, type Tensor } from "./tensor.js";

export interface CosineOptions {
  /** The last by default. */
  readonly axis?: number;
  /** 2 by default; 3 is its inverse up to scale. */
  readonly type?: 2 | 3;
  /** "ortho" makes the transform orthogonal; "backward" (by default) leaves 1/2n to the inverse. */
  readonly norm?: "backward" | "ortho";
}
export type CosineAttributes = Required<CosineOptions>;

/** @throws ShapeError */
export function cosineAttributes(name: string, x: Tensor, options: CosineOptions = {}): CosineAttributes {
  const { type = 2, norm = "backward" } = options;
  const axis = normalAxis(name, options.axis ?? -1, x.shape.length);
  if (x.shape[axis] === 0) throw new ShapeError(name, { expected: "an axis of length ≥ 1", got: printShape(x.shape) });
  if (type !== 2 && type !== 3) throw new ShapeError(name, { expected: "type 2 or 3", got: String(type) });
  if (norm !== "backward" && norm !== "ortho") {
    throw new ShapeError(name, { expected: 'norm "backward" or "ortho"', got: `"${norm}"` });
  }
  return { axis, type, norm };
}

/** Type II or III of an axis, as SciPy scales them. */
export function cosineTransform(x: Tensor, { axis, type, norm }: CosineAttributes): Tensor {
  const scale = weights(x.shape[axis]!, type, norm, x.dtype);
  const scaled = (rows: Tensor) => (scale ? mul(rows, unsqueeze(scale, [-1])) : rows);
  const rows = (each: Tensor) =>
    type === 2 ? scaled(cosineRows(each)) : transposed(cosineRows, each.shape, scaled(each));
  return squeeze(onAxis(unsqueeze(x, [-1]), axis, rows), [-1]);
}

/** What the bins of type II, or those that type III reads, are multiplied by. */
function weights(n: Dim, type: 2 | 3, norm: "backward" | "ortho", dtype: DType): Tensor | undefined {
  const isFirst = equal(arange(n), 0);
  if (norm === "ortho")
    return div(where(isFirst, constant(0.5, [], dtype), Math.SQRT1_2), pow(extent(arange(n, dtype), [0]), 0.5));
  return type === 3 ? where(isFirst, constant(0.5, [], dtype), 1) : undefined;
}

/** The reference: sums by definition, and 1/2n where the inverse has it. */
export function cosineSum(x: Nd, { axis, type, norm }: CosineAttributes, isInverse: boolean): Nd {
  return alongAxis(x, axis, (line) => {
    const n = line.length;
    const share = isInverse && norm === "backward" ? 1 / (2 * n) : 1;
    const weight = (k: number) => {
      if (norm === "ortho") return Math.sqrt((k === 0 ? 1 : 2) / n) / 2;
      return type === 3 && k === 0 ? 0.5 : 1;
    };
    const wave = (j: number, k: number) => 2 * weight(k) * Math.cos((Math.PI * k * (2 * j + 1)) / (2 * n));
    return line.map((_, i) =>
      line.reduce((sum, value, j) => sum + share * value * (type === 2 ? wave(j, i) : wave(i, j)), 0),
    );
  });
}

/** Rows up to this length take one product with the matrix of the transform. */
const matrixLimit = 512;

/** yₖ = 2 Σ xⱼ cos(πk(2j + 1)/2n) of each row: [rows, n, 1] → [rows, n, 1]. */
function cosineRows(x: Tensor): Tensor {
  const n = x.shape[1]!;
  const rows = reshape(x, [-1, n]);
  const known = typeof n === "number";
  const y =
    known && n > matrixLimit ? reordered(rows, n) : matmul(rows, known ? matrix(n, x.dtype) : namedMatrix(n, x.dtype));
  return reshape(y, [-1, n, 1]);
}

const matrix = (n: number, dtype: DType): Tensor =>
  constant(
    Float64Array.from({ length: n * n }, (_, i) => {
      const [j, k] = [Math.floor(i / n), i % n];
      return 2 * Math.cos((Math.PI * ((k * (2 * j + 1)) % (4 * n))) / (2 * n));
    }),
    [n, n],
    dtype,
  );

function namedMatrix(n: Dim, dtype: DType): Tensor {
  const [place, size] = [arange(n), extent(arange(n), [0])];
  const powers = mod(mul(reshape(add(mul(place, 2), 1), [n, 1]), place), mul(size, 4));
  return mul(cos(div(mul(cast(powers, dtype), Math.PI / 2), cast(size, dtype))), 2);
}

/**
 * The even places, then the odd ones backwards: bin k of their Fourier transform, turned by exp(−πi k/2n), has yₖ/2 as
 * real part and −yₙ₋ₖ/2 as imaginary part.
 * @source Makhoul 1980, "A fast cosine transform in one and two dimensions"
 */
function reordered(x: Tensor, n: number): Tensor {
  const all = Array.from({ length: n }, (_, i) => i);
  const order = [...all.filter((i) => i % 2 === 0), ...all.filter((i) => i % 2 === 1).reverse()];
  const half = realFourierRows(reshape(pick(x, order, 1), [-1, n, 1]), { sign: -1, scale: 2 });
  const bins = half.shape[1] as number;
  const turn = all
    .slice(0, bins)
    .flatMap((k) => [Math.cos((Math.PI * k) / (2 * n)), -Math.sin((Math.PI * k) / (2 * n))]);
  const parts = complexMul(half, constant(turn, [bins, 2], x.dtype));
  const places = all.map((k) => (k < bins ? 2 * k : 2 * (n - k) + 1));
  const signs = all.map((k) => (k < bins ? 1 : -1));
  return mul(pick(reshape(parts, [-1, mulDims(bins, 2)]), places, 1), constant(signs, [n], x.dtype));
}
