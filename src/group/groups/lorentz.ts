import { fold, type Key, normal, uniform } from "../../random.js";
import { type ComplexMatrix, complexMultiply, realified } from "../complex.js";
import { exponential, logarithm } from "../exponential.js";
import { group, type StatedRepresentation } from "../group.js";
import { haarRotation } from "../haar.js";
import { blockDiagonal, kronecker } from "../kronecker.js";
import { identity, type Matrix, multiply, square } from "../matrix.js";
import { planes } from "../planes.js";
import { spinMatrix, spinorOfLorentz } from "../spinor.js";

/**
 * Lorentz group SO(1,3), the component of the identity: 4 × 4 matrices on (t, x, y, z) that keep t² − x² − y² − z² and the
 * directions of time and space. A random element is a boost (rapidity uniform in 0.2 … 1, random direction) times a Haar
 * rotation. Irreps over the reals, not unitary: "(j,j)" of dimension (2j + 1)² and "(j,k)", j > k, of dimension
 * 2(2j + 1)(2k + 1), which is (j,k) ⊕ (k,j) over the complex numbers; j + k up to 3 here, others by `lorentzIrrep`.
 */
export const lorentz = group("lorentz", {
  symbol: "SO(1,3)",
  sample: [[]],
  read: (text) => (/^SO\(\s*1\s*,\s*3\s*\)$/.test(text.trim()) ? ([] as []) : undefined),
  make: () => ({
    order: null,
    isOrthogonal: false,
    identity: identity(4),
    lieAlgebra: () => [
      ...planes(3).map((x) => blockDiagonal([[[0]], x])),
      ...[1, 2, 3].map((i) => square(4, (row, column) => (row + column === i && row * column === 0 ? 1 : 0))),
    ],
    multiply,
    inverse: (g: Matrix) => square(4, (row, column) => ((row === 0) === (column === 0) ? 1 : -1) * g[column]![row]!),
    random(key: Key) {
      const [rapidity] = uniform(fold(key, "rapidity"), 1, 0.2, 1) as unknown as [number];
      const direction = normal(fold(key, "direction"), 3);
      const size = rapidity / Math.hypot(...direction);
      const boost = square(4, (r, c) => (r !== c && r * c === 0 ? size * direction[r + c - 1]! : 0));
      return multiply(exponential(boost), blockDiagonal([[[1]], haarRotation(fold(key, "rotation"), 3)]));
    },
    exponential,
    logarithm,
    matrix: (g: Matrix) => g,
    irreps: [
      [0, 0],
      [0.5, 0.5],
      [1, 0],
      [1, 1],
      [1.5, 0.5],
      [2, 0],
      [1.5, 1.5],
      [2, 1],
      [2.5, 0.5],
      [3, 0],
    ].map(([j, k]) => lorentzIrrep(j!, k!)),
  }),
});

/**
 * The irrep (j,k) of SO(1,3) over the reals; j ≥ k, j + k whole, both up to 12. (j,j) acts on Hermitian matrices,
 * H ↦ D(j) H D(j)†, in the coordinates H_pp, √2 Re H_pq, √2 Im H_pq; (j,k) on complex matrices as pairs of real numbers.
 * (1/2,1/2) is the vector.
 */
export function lorentzIrrep(j: number, k: number): StatedRepresentation<Matrix> {
  const name = `(${half(j)},${half(k)})`;
  return {
    name,
    type: j === k ? "real" : "complex",
    isOrthogonal: j === 0 && k === 0,
    matrix(g) {
      const a = spinorOfLorentz(g);
      const [left, right] = [spinMatrix(j, a), spinMatrix(k, a)];
      return j === k ? onHermitian(left) : realified(complexKronecker(left, { re: right.re, im: negative(right.im) }));
    },
  };
}

const half = (j: number) => (Number.isInteger(j) ? String(j) : `${2 * j}/2`);
const negative = (a: Matrix): Matrix => a.map((row) => row.map((x) => -x));

function complexKronecker(a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix {
  const [rr, ii, ri, ir] = [kronecker(a.re, b.re), kronecker(a.im, b.im), kronecker(a.re, b.im), kronecker(a.im, b.re)];
  return {
    re: rr.map((row, i) => row.map((x, j) => x - ii[i]![j]!)),
    im: ri.map((row, i) => row.map((x, j) => x + ir[i]![j]!)),
  };
}

/** H ↦ a H a† in an orthonormal basis of the Hermitian matrices. */
function onHermitian(a: ComplexMatrix): Matrix {
  const n = a.re.length;
  const back: ComplexMatrix = {
    re: square(n, (i, k) => a.re[k]![i]!),
    im: square(n, (i, k) => -a.im[k]![i]!),
  };
  const pairs = Array.from({ length: n }, (_, p) =>
    Array.from({ length: n - p }, (_, d) => [p, p + d] as const),
  ).flat();
  const basis = pairs.flatMap(([p, q]): ComplexMatrix[] => {
    const none = square(n, () => 0);
    const unit = (s: 1 | -1) =>
      square(n, (i, k) => (i === p && k === q ? Math.SQRT1_2 : i === q && k === p ? s * Math.SQRT1_2 : 0));
    if (p === q) return [{ re: square(n, (i, k) => (i === p && k === p ? 1 : 0)), im: none }];
    return [
      { re: unit(1), im: none },
      { re: none, im: unit(-1) },
    ];
  });
  const columns = basis.map((h) => {
    const image = complexMultiply(complexMultiply(a, h), back);
    return pairs.flatMap(([p, q]) =>
      p === q ? [image.re[p]![p]!] : [Math.SQRT2 * image.re[p]![q]!, Math.SQRT2 * image.im[p]![q]!],
    );
  });
  return columns.map((_, i) => columns.map((column) => column[i]!));
}
