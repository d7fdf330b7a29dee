// The discrete Fourier transform of rows as matrix products, and which products for which length. Complex numbers are
// pairs (real, imaginary) on a trailing axis of length 2.
//
// Measured against ONNX Runtime's own DFT (1.30, one thread, f32, 1, 64 and 512 rows of 8 … 4,096 numbers): products take
// 0.3 to 0.7 of its time from 64 rows of 64 numbers on, as long for less, and up to 1.7 times as long for single rows of
// 2,048 and more. Where the length is no power of two, DFT takes 3 to 10 times as long, and in f32 has three digits less
// (the angles of its chirp are in f32). It is therefore not used.
import { addDims, type Dim, floorDivDim, mulDims } from "./dim.js";
import { arange } from "./ops/arange.js";
import { cast } from "./ops/cast.js";
import { complexMul } from "./ops/complexMul.js";
import { cos } from "./ops/cos.js";
import { div } from "./ops/div.js";
import { extent } from "./ops/extent.js";
import { matmul } from "./ops/matmul.js";
import { mod } from "./ops/mod.js";
import { mul } from "./ops/mul.js";
import { neg } from "./ops/neg.js";
import { pad } from "./ops/pad.js";
import { reshape } from "./ops/reshape.js";
import { segmentPlan } from "./ops/segmentSum.js";
import { sin } from "./ops/sin.js";
import { slice } from "./ops/slice.js";
import { stack } from "./ops/stack.js";
import { take } from "./ops/take.js";
import { transpose } from "./ops/transpose.js";
import { constant, type DType, type Tensor } from "./tensor.js";

/** yₖ = scale · Σ xⱼ exp(sign · 2πi jk/n). */
export interface Kernel {
  readonly sign: 1 | -1;
  readonly scale: number;
}

/** Lengths up to this take one product with the matrix of the transform. */
const matrixLimit = 128;
/** Without a divisor for two stages, one product is still taken up to this length; a chirp above it. */
const primeLimit = 1024;
/** The larger the first stage, the larger its matrices, 4 · n · first numbers: 16 MB in f32. */
const firstLimit = (n: number) => Math.min(64, Math.sqrt(n), 2 ** 20 / n);

/** One product; two transforms of divisors; a convolution of another length. */
export type Method =
  | { readonly by: "matrix" }
  | { readonly by: "stages"; readonly first: number }
  | { readonly by: "chirp" };

/** How the transform of n numbers is calculated. */
export function methodOf(n: number): Method {
  if (n <= matrixLimit) return { by: "matrix" };
  for (let first = Math.floor(firstLimit(n)); first > 1; first--) if (n % first === 0) return { by: "stages", first };
  return { by: n <= primeLimit ? "matrix" : "chirp" };
}

/** The smallest length ≥ n without a prime factor above 5. */
export function smoothLength(n: number): number {
  const rest = [2, 3, 5].reduce((left, prime) => {
    while (left % prime === 0) left /= prime;
    return left;
  }, n);
  return rest === 1 ? n : smoothLength(n + 1);
}

/** The transform of complex rows: [rows, n, 2] → [rows, n, 2]. */
export function fourierRows(x: Tensor, kernel: Kernel): Tensor {
  const n = x.shape[1]!;
  if (typeof n === "string") return product(x, namedMatrix(n, n, 2, kernel, x.dtype), n);
  const method = methodOf(n);
  if (method.by === "matrix") return product(x, matrix(n, n, 2, kernel, x.dtype), n);
  if (method.by === "chirp") return chirped(x, n, kernel);
  const { first } = method;
  const second = n / first;
  const inner = firstProduct(x, first, second, first, kernel);
  const outer = fourierRows(reshape(inner, [-1, second, 2]), { ...kernel, scale: 1 });
  return reshape(transpose(reshape(outer, [-1, first, second, 2]), [0, 2, 1, 3]), [-1, n, 2]);
}

/** The first half of the transform of real rows: [rows, n, 1] → [rows, ⌊n/2⌋ + 1, 2]. */
export function realFourierRows(x: Tensor, kernel: Kernel): Tensor {
  const n = x.shape[1]!;
  if (typeof n === "string") return product(x, namedMatrix(n, halfOf(n), 1, kernel, x.dtype), halfOf(n));
  const method = methodOf(n);
  if (method.by === "matrix") return product(x, matrix(n, halfOf(n), 1, kernel, x.dtype), halfOf(n));
  if (method.by === "chirp") return slice(chirped(x, n, kernel), 1, 0, halfOf(n));
  const { first } = method;
  const second = n / first;
  // Of bin k₁ + first · k₂ only k₁ ≤ first/2 is calculated: the others are conjugates of these.
  const half = halfOf(first);
  const inner = firstProduct(x, first, second, half, kernel);
  const outer = fourierRows(reshape(inner, [-1, second, 2]), { ...kernel, scale: 1 });
  return halfSpectrum(reshape(outer, [-1, half * second, 2]), first, second);
}

/** The bins that tell the transform of n real numbers: 0 … ⌊n/2⌋. */
export function halfOf(n: number): number;
export function halfOf(n: Dim): Dim;
export function halfOf(n: Dim): Dim {
  return addDims(floorDivDim(n, 2), 1);
}

/** Entries of an axis, each at most a few times, with the derivative of a known list. */
export function pick(x: Tensor, places: readonly number[], axis: number): Tensor {
  const plan = segmentPlan(places, x.shape[axis] as number);
  return take(x, constant(places, [places.length], "i64"), axis, constant(plan.data, plan.shape, "i64"));
}

/** [rows, n, parts] · [n · parts, m · 2] as [rows, m, 2]. */
function product(x: Tensor, by: Tensor, m: Dim): Tensor {
  return reshape(matmul(reshape(x, [x.shape[0]!, by.shape[0]!]), by), [x.shape[0]!, m, 2]);
}

/**
 * The transforms over j₁ of x[j₁ · second + j₂], each turned by exp(sign · 2πi j₂k₁/n): one product for each j₂.
 * @returns [rows, bins, second, 2]
 */
function firstProduct(x: Tensor, first: number, second: number, bins: number, kernel: Kernel): Tensor {
  const parts = x.shape[2] as 1 | 2;
  const byPlace = transpose(reshape(x, [-1, first, second, parts]), [2, 0, 1, 3]);
  const y = matmul(
    reshape(byPlace, [second, -1, first * parts]),
    turnedMatrices([first, second, bins], parts, kernel, x.dtype),
  );
  return transpose(reshape(y, [second, -1, bins, 2]), [1, 2, 0, 3]);
}

/** Bins 0 … n/2 from those k₁ + first · k₂ of k₁ ≤ first/2, as X[n − k] is the conjugate of X[k]. */
function halfSpectrum(x: Tensor, first: number, second: number): Tensor {
  const n = first * second;
  const half = halfOf(first);
  const bins = Array.from({ length: halfOf(n) }, (_, k) => (k % first < half ? k : n - k));
  const place = bins.map((k) => (k % first) * second + Math.floor(k / first));
  const signs = bins.flatMap((k, i) => [1, k === i ? 1 : -1]);
  return mul(pick(x, place, 1), constant(signs, [bins.length, 2], x.dtype));
}

/**
 * With jk = (j² + k² − (k − j)²)/2 the transform is a convolution with the chirp exp(−sign · πi j²/n), of any length
 * that has room for it.
 * @source Bluestein 1970
 */
function chirped(x: Tensor, n: number, { sign, scale }: Kernel): Tensor {
  const none = [0, 0] as const;
  const length = smoothLength(2 * n - 1);
  const chirp = (count: number, by: number, at: (j: number) => number) => {
    const data = new Float64Array(2 * count);
    for (let j = 0; j < count; j++) {
      const angle = (by * Math.PI * (at(j) ** 2 % (2 * n))) / n;
      data.set([Math.cos(angle), Math.sin(angle)], 2 * j);
    }
    return constant(data, [1, count, 2], x.dtype);
  };
  const turn = chirp(n, sign, (j) => j);
  // Zero offset first, negative ones from the end; between them the square only has to exist.
  const response = chirp(length, -sign, (j) => (j < n ? j : length - j));
  const turned = x.shape[2] === 1 ? mul(x, turn) : complexMul(x, turn);
  const spectrum = complexMul(
    fourierRows(pad(turned, [none, [0, length - n], none]), { sign: -1, scale: 1 }),
    fourierRows(response, { sign: -1, scale: scale / length }),
  );
  return complexMul(slice(fourierRows(spectrum, { sign: 1, scale: 1 }), 1, 0, n), turn);
}

/** [n · parts, m · 2] */
function matrix(n: number, m: number, parts: 1 | 2, kernel: Kernel, dtype: DType): Tensor {
  return kept(`matrix ${[n, m, parts, kernel.sign, kernel.scale]} ${dtype}`, () =>
    constant(
      turns(n, n, m, parts, kernel, (j, k) => j * k),
      [n * parts, m * 2],
      dtype,
    ),
  );
}

/** The same for a length that is known when the graph runs. */
function namedMatrix(n: Dim, m: Dim, parts: 1 | 2, { sign, scale }: Kernel, dtype: DType): Tensor {
  const row = arange(n);
  const powers = mod(mul(reshape(row, [n, 1]), arange(m)), extent(row, [0]));
  const angle = div(mul(cast(powers, dtype), 2 * Math.PI), cast(extent(row, [0]), dtype));
  const [re, im] = [mul(cos(angle), scale), mul(sin(angle), sign * scale)];
  const pairs = stack([re, im], -1); // [n, m, 2]
  const both = parts === 1 ? pairs : stack([pairs, stack([neg(im), re], -1)], 1);
  return reshape(both, [mulDims(n, parts), mulDims(m, 2)]);
}

/** [second, first · parts, bins · 2] */
function turnedMatrices(
  [first, second, bins]: readonly [number, number, number],
  parts: 1 | 2,
  kernel: Kernel,
  dtype: DType,
): Tensor {
  return kept(`stage ${[first, second, bins, parts, kernel.sign, kernel.scale]} ${dtype}`, () => {
    const data = new Float64Array(second * first * parts * bins * 2);
    for (let j2 = 0; j2 < second; j2++) {
      const each = turns(first * second, first, bins, parts, kernel, (j1, k1) => (j1 * second + j2) * k1);
      data.set(each, j2 * each.length);
    }
    return constant(data, [second, first * parts, bins * 2], dtype);
  });
}

/** Matrices that are in use, so that all transforms of a graph share theirs. */
const matrices = new Map<string, WeakRef<Tensor>>();
function kept(key: string, make: () => Tensor): Tensor {
  const found = matrices.get(key)?.deref() ?? make();
  matrices.set(key, new WeakRef(found));
  return found;
}

/** scale · exp(sign · 2πi power(j, k)/n) as real matrices that act on pairs from the right. */
function turns(
  n: number,
  rows: number,
  columns: number,
  parts: 1 | 2,
  { sign, scale }: Kernel,
  power: (j: number, k: number) => number,
): Float64Array {
  const data = new Float64Array(rows * parts * columns * 2);
  for (let j = 0; j < rows; j++) {
    for (let k = 0; k < columns; k++) {
      const angle = (2 * Math.PI * (power(j, k) % n)) / n; // reduced first: exact for every j, k
      const [re, im] = [scale * Math.cos(angle), sign * scale * Math.sin(angle)];
      const at = j * parts * columns * 2 + 2 * k;
      data.set([re, im], at);
      if (parts === 2) data.set([-im, re], at + columns * 2);
    }
  }
  return data;
}
