import { type Key, normal } from "../../random.js";
import { group } from "../group.js";
import { identity, type Matrix, square } from "../matrix.js";

/**
 * Translations T(n) of Rⁿ, also read as R(n): elements are vectors, added. The defining representation is the
 * (n + 1) × (n + 1) matrix that acts on (x, 1); a random element is standard normal. Irreps: trivial; for waves see `wave`.
 */
export const translation = group("translation", {
  symbol: "T",
  range: [1, 256],
  sample: [1, 2, 3],
  read(text): [n: number] | undefined {
    const [, n] = /^[TR]\(\s*(-?\d+)\s*\)$/.exec(text.trim()) ?? [];
    return n === undefined ? undefined : [Number(n)];
  },
  make: (n: number) => ({
    order: null,
    isOrthogonal: false,
    dimension: n + 1,
    identity: Array.from({ length: n }, () => 0),
    lieAlgebra: () => identity(n).map((direction) => shift(direction, 0)),
    multiply: (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + b[i]!),
    inverse: (a: readonly number[]) => a.map((x) => -x),
    random: (key: Key) => [...normal(key, n)],
    exponential: (x: Matrix) => x.slice(0, n).map((row) => row[n]!),
    logarithm: (a: readonly number[]) => shift(a, 0),
    matrix: (a: readonly number[]) => shift(a, 1),
    irreps: [{ name: "0", type: "real", matrix: () => [[1]] }],
  }),
});

/** The matrix [[diagonal, a], [0, diagonal]]. */
const shift = (a: readonly number[], diagonal: number): Matrix =>
  square(a.length + 1, (row, column) => (row === column ? diagonal : column === a.length ? a[row]! : 0));
