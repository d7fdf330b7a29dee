import { type Key, uniform } from "../../random.js";
import { group, type StatedRepresentation } from "../group.js";
import { blockDiagonal } from "../kronecker.js";
import { type Matrix, turn } from "../matrix.js";

type Angles = readonly number[];

/**
 * The torus Torus(n) = SO(2)ⁿ: elements are n angles in radians, added modulo 2π; the defining representation has one
 * plane for each. Irreps over the reals: "0" and one plane for each pair ±k of frequency vectors, |kᵢ| ≤ 2, named
 * "k₁,k₂,…" with the first number that is not 0 positive; for n > 3 only those with one or two entries that are not 0.
 */
export const torus = group("torus", {
  symbol: "Torus",
  range: [1, 16],
  sample: [1, 2, 3],
  make: (n: number) => ({
    order: null,
    identity: Array.from({ length: n }, () => 0),
    lieAlgebra: () => Array.from({ length: n }, (_, i) => planesOf(n, (k) => (k === i ? quarter : still))),
    multiply: (a: Angles, b: Angles) => a.map((x, i) => wrapped(x + b[i]!)),
    inverse: (a: Angles) => a.map((x) => wrapped(-x)),
    equal: (a: Angles, b: Angles, tolerance?: number) =>
      a.length === b.length && a.every((x, i) => Math.abs(wrapped(x - b[i]!)) <= (tolerance ?? 1e-9)),
    random: (key: Key) => [...uniform(key, n, -Math.PI, Math.PI)],
    exponential: (x: Matrix) => Array.from({ length: n }, (_, i) => wrapped(x[2 * i + 1]![2 * i]!)),
    logarithm: (a: Angles) => planesOf(n, (i) => quarter.map((row) => row.map((x) => x * a[i]!))),
    matrix: (a: Angles) => planesOf(n, (i) => turn(a[i]!)),
    irreps: [{ name: "0", type: "real", matrix: () => [[1]] }, ...frequencies(n).map(wave)],
  }),
});

const quarter: Matrix = [
  [0, -1],
  [1, 0],
];
const still: Matrix = [
  [0, 0],
  [0, 0],
];

const planesOf = (n: number, plane: (i: number) => Matrix): Matrix =>
  blockDiagonal(Array.from({ length: n }, (_, i) => plane(i)));

/** The angle in −π … π. */
const wrapped = (angle: number): number => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));

const wave = (k: Angles): StatedRepresentation<Angles> => ({
  name: k.join(","),
  type: "complex",
  matrix: (a) => turn(k.reduce((sum, frequency, i) => sum + frequency * a[i]!, 0)),
});

/** One of each pair ±k, k ≠ 0. */
function frequencies(n: number): readonly Angles[] {
  const all = Array.from({ length: n }).reduce<readonly Angles[]>(
    (some) =>
      some.flatMap((k) =>
        [-2, -1, 0, 1, 2].map((next) => [...k, next]).filter((one) => n <= 3 || one.filter((x) => x !== 0).length <= 2),
      ),
    [[]],
  );
  return all.filter((k) => (k.find((x) => x !== 0) ?? 0) > 0);
}
