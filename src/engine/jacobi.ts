// Jacobi's rotations in lanes. A round turns ⌊n/2⌋ disjoint pairs of rows at once, and the n − 1 (odd n: n) rounds of a
// sweep visit every pair; the number of sweeps is fixed, because a graph cannot look.

import { entriesAt } from "./entriesAt.js";
import { tiny } from "./epsilon.js";
import { reflectedLanes } from "./householder.js";
import { part, rowsAt, rowsOfLanes } from "./lanes.js";
import { build, type Tensor } from "./op.js";
import { abs } from "./ops/abs.js";
import { add } from "./ops/add.js";
import { div } from "./ops/div.js";
import { less } from "./ops/less.js";
import { max } from "./ops/max.js";
import { maximum } from "./ops/maximum.js";
import { mul } from "./ops/mul.js";
import { rsqrt } from "./ops/rsqrt.js";
import { sqrt } from "./ops/sqrt.js";
import { sub } from "./ops/sub.js";
import { sum } from "./ops/sum.js";
import { take } from "./ops/take.js";
import { topKIndices } from "./ops/topKIndices.js";
import { transpose } from "./ops/transpose.js";
import { where } from "./ops/where.js";
import { constant } from "./tensor.js";

export interface Eigen {
  /** [n, 1, lanes], ascending. */
  readonly values: Tensor;
  /** A row each, [n, n, lanes]. */
  readonly vectors: Tensor;
}

/** Eigenvalues and -vectors of the symmetric part of matrices [n, n, lanes]. */
export function symmetricJacobi(x: Tensor): Eigen {
  const n = x.shape[0] as number;
  const scale = maximum(max(abs(x), { axes: [0, 1], keepDims: true }), tiny(x.dtype));
  let a = div(mul(add(x, transpose(x, [1, 0, 2])), 0.5), scale);
  const all = Array.from({ length: n }, (_, i) => i);
  let vectors = identity(n, x);
  for (const partners of sweeps(n, n <= 2 ? 1 : sweepsFor(n))) {
    const gap = sub(entriesAt(a, partners, partners), entriesAt(a, all, all));
    // The same entry for both of a pair, from above the diagonal: both have to turn by the same angle.
    const [low, high] = [partners.map((p, i) => Math.min(p, i)), partners.map((p, i) => Math.max(p, i))];
    // Angles that no longer matter become 0: else entries shrink until they are subnormal, which is slow to compute with.
    const turn = rotation(gap, entriesAt(a, low, high), partners, 2 ** -10);
    a = turnedColumns(turnedRows(a, turn, partners), turn, partners);
    vectors = turnedRows(vectors, turn, partners);
  }
  const values = entriesAt(a, all, all);
  const order = topKIndices(values, n, 0, { largest: false });
  const sorted = rowsOfLanes(vectors, order);
  return { values: mul(rowsOfLanes(values, order), scale), vectors: mul(sorted, orientation(sorted)) };
}

export interface Singular {
  /** [n, 1, lanes], descending. */
  readonly values: Tensor;
  /** A row each, [n, m, lanes]. */
  readonly left: Tensor;
  /** A row each, [n, n, lanes]. */
  readonly right: Tensor;
}

/**
 * Singular values and vectors of matrices whose columns are given as rows, [n, m, lanes], m ≥ n: the columns are turned
 * until they are orthogonal (one-sided Jacobi, Hestenes 1958). Small singular values keep their relative accuracy.
 */
export function oneSidedJacobi(columns: Tensor): Singular {
  const n = columns.shape[0] as number;
  const scale = maximum(max(abs(columns), { axes: [0, 1], keepDims: true }), tiny(columns.dtype));
  let g = div(columns, scale);
  let right = identity(n, columns);
  for (const partners of sweeps(n, sweepsFor(n))) {
    const other = rowsAt(g, partners);
    const squares = dots(g, g);
    const turn = rotation(sub(rowsAt(squares, partners), squares), dots(g, other), partners);
    g = sub(mul(turn.cos, g), mul(turn.sin, other));
    right = turnedRows(right, turn, partners);
  }
  const sizes = sqrt(dots(g, g));
  const order = topKIndices(sizes, n, 0);
  const values = rowsOfLanes(sizes, order);
  const sorted = rowsOfLanes(right, order);
  const signs = orientation(sorted);
  const unit = mul(div(rowsOfLanes(g, order), maximum(values, tiny(g.dtype))), signs);
  // Orthonormal already but where a singular value is 0; Q completes those.
  const { q } = reflectedLanes(transpose(unit, [1, 0, 2]));
  return { values: mul(values, scale), left: transpose(q, [1, 0, 2]), right: mul(sorted, signs) };
}

/** Σ over the second axis, kept. */
const dots = (a: Tensor, b: Tensor): Tensor => sum(mul(a, b), { axes: [1], keepDims: true });

function identity(n: number, like: Tensor): Tensor {
  const one = build([n, n, 1], ([i, j]) => Number(i === j));
  const unit = constant(one.data, one.shape, like.dtype);
  return n === 1 ? add(mul(part(like, 1, 0, 1), 0), unit) : unit;
}

/**
 * Sweeps after which 1e5 random matrices (1e3 of 16 × 16), graded, near 1 and with equal entries among them, were diagonal
 * to round-off in f64.
 */
const sweepsFor = (n: number): number => (n <= 2 ? 2 : n <= 4 ? n + 1 : 5 + Math.ceil(Math.log2(n)));

/** For each round, the partner of each row; a row without one is its own. Rows move round a ring (Brent & Luk 1985). */
function sweeps(n: number, count: number): number[][] {
  const size = n + (n % 2);
  const rounds: number[][] = [];
  let ring = Array.from({ length: size }, (_, i) => i);
  for (let round = 0; round < (size - 1) * count; round++) {
    const partners = Array.from({ length: n }, (_, i) => ring[size - 1 - ring.indexOf(i)]!);
    rounds.push(partners.map((p, i) => (p < n ? p : i)));
    ring = [ring[0]!, ring.at(-1)!, ...ring.slice(1, -1)];
  }
  return n === 1 ? [] : rounds;
}

interface Rotation {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/**
 * The turn of each row towards its partner that makes their product 0, by the smaller of the two angles; all [n, 1, lanes].
 * @param gap partner's square less one's own
 * @param product with the partner
 * @param coarse rounds the tangent to multiples of the last place of this number
 */
function rotation(gap: Tensor, product: Tensor, partners: readonly number[], coarse?: number): Rotation {
  const column = (value: (partner: number, i: number) => number) =>
    constant(partners.map(value), [partners.length, 1, 1], gap.dtype);
  // Where the gap is 0 the two of a pair still need different signs.
  const d = add(
    gap,
    column((p, i) => (i < p ? 1e-30 : -1e-30)),
  );
  const twice = mul(
    product,
    column((p, i) => (p === i ? 0 : 2)),
  );
  const side = div(d, abs(d)); // its sign; ONNX Runtime's Sign takes five times as long
  const exact = div(twice, add(d, mul(side, sqrt(add(mul(d, d), mul(twice, twice))))));
  const tan = coarse ? sub(add(exact, coarse), coarse) : exact;
  const cos = rsqrt(add(mul(tan, tan), 1));
  return { cos, sin: mul(tan, cos) };
}

const turnedRows = (x: Tensor, { cos, sin }: Rotation, partners: readonly number[]): Tensor =>
  sub(mul(cos, x), mul(sin, rowsAt(x, partners)));

function turnedColumns(x: Tensor, { cos, sin }: Rotation, partners: readonly number[]): Tensor {
  const flat = (t: Tensor) => transpose(t, [1, 0, 2]);
  const others = take(x, constant(partners, [partners.length], "i64"), 1);
  return sub(mul(flat(cos), x), mul(flat(sin), others));
}

/** ±1 for each vector (row): its product with (1, e^(−1/n), e^(−2/n), …) becomes positive, so that signs are the same everywhere. */
function orientation(vectors: Tensor): Tensor {
  const n = vectors.shape[1] as number;
  const weights = constant(orientationWeights(n), [1, n, 1], vectors.dtype);
  return where(less(dots(vectors, weights), 0), -1, constant(1, [], vectors.dtype));
}

export const orientationWeights = (n: number): number[] => Array.from({ length: n }, (_, i) => Math.exp(-i / n));
