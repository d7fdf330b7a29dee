import { group } from "../group.js";
import { type Matrix, turn } from "../matrix.js";

/** Cyclic group C(n): turns of the plane by 2πk/n. Elements are k = 0 … n − 1; ⌊n/2⌋ + 1 real irreps. */
export const cyclic = group("cyclic", {
  symbol: "C",
  range: [1, 10_000],
  sample: [1, 2, 5, 12],
  make: (n: number) => ({
    order: n,
    identity: 0,
    generators: [1 % n],
    multiply: (a: number, b: number) => (a + b) % n,
    inverse: (a: number) => (n - a) % n,
    matrix: (k: number) => turn((2 * Math.PI * k) / n),
    irreps: Array.from({ length: Math.floor(n / 2) + 1 }, (_, frequency) => ({
      name: String(frequency),
      // Only frequencies 0 and n/2 are real characters; the others come as a complex pair, one 2×2 turn.
      matrix: (k: number) =>
        (2 * frequency) % n === 0 ? sign(frequency, k) : turn((2 * Math.PI * ((frequency * k) % n)) / n),
    })),
  }),
});

const sign = (frequency: number, k: number): Matrix => [[frequency === 0 || k % 2 === 0 ? 1 : -1]];
