import { type Key, shuffled } from "../../random.js";
import { group } from "../group.js";
import { type Matrix, multiply, square, transpose } from "../matrix.js";

/** i goes to permutation[i], i = 0 … n − 1. */
export type Permutation = readonly number[];

/**
 * Symmetric group S(n). The product ab is b first: i goes to a[b[i]]. As a matrix a permutation moves entry i of a
 * vector to entry permutation[i]. Irreps are named by their partition.
 */
export const symmetric = group("symmetric", {
  symbol: "S",
  range: [1, 10_000],
  sample: [1, 2, 3, 5],
  exempt: { complete: "above n = 3 only the trivial, sign and standard irreps are known" },
  make: (n: number) => ({
    order: Array.from({ length: n }, (_, i) => i + 1).reduce((product, i) => product * i, 1),
    dimension: n,
    identity: points(n),
    generators: n < 2 ? [] : [points(n).map((i) => (i < 2 ? 1 - i : i)), points(n).map((i) => (i + 1) % n)],
    multiply: (a: Permutation, b: Permutation) => b.map((i) => a[i]!),
    inverse,
    random: (key: Key) => [...shuffled(key, n)],
    matrix,
    irreps: [
      { name: `[${n}]`, matrix: () => [[1]] },
      { name: `[${points(n).map(() => 1)}]`, matrix: (a: Permutation) => [[parity(a)]], least: 2 },
      { name: `[${n - 1},1]`, matrix: (a: Permutation) => standard(a), least: 3 },
    ].filter(({ least = 1 }) => n >= least),
  }),
});

const points = (n: number): Permutation => Array.from({ length: n }, (_, i) => i);

function inverse(a: Permutation): Permutation {
  const back = [...a];
  a.forEach((to, from) => {
    back[to] = from;
  });
  return back;
}

const matrix = (a: Permutation): Matrix => square(a.length, (row, column) => (a[column] === row ? 1 : 0));

/** +1 or −1 by the number of cycles. */
function parity(a: Permutation): number {
  const seen = new Set<number>();
  let sign = 1;
  for (const start of a)
    for (let i = a[start]!; !seen.has(start) && i !== start; i = a[i]!) {
      seen.add(i);
      sign = -sign;
    }
  return sign;
}

/** The permutation matrix on vectors of sum 0. */
function standard(a: Permutation): Matrix {
  const basis = sumZero(a.length);
  return multiply(multiply(basis, matrix(a)), transpose(basis));
}

/** Orthonormal rows e₀ + … + eₖ₋₁ − k eₖ, scaled (Helmert's). */
const sumZero = (n: number): Matrix =>
  square(n, (k, i) => (i < k ? 1 : i === k ? -k : 0) / Math.sqrt(k * (k + 1))).slice(1);
