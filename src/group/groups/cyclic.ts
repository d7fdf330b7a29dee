import { checkClassCount } from "../characterTable.js";
import { rootOfUnity } from "../complex.js";
import { gcd } from "../divisors.js";
import { group } from "../group.js";
import { type Matrix, turn } from "../matrix.js";

/**
 * Cyclic group C(n): turns of the plane by 2πk/n. Elements are k = 0 … n − 1; ⌊n/2⌋ + 1 real irreps. Over the complex
 * numbers irrep j is e^{2πijk/n}, j = 0 … n − 1.
 */
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
    permutation: (k: number) => Array.from({ length: n }, (_, i) => (i + k) % n),
    irreps: Array.from({ length: Math.floor(n / 2) + 1 }, (_, frequency) => ({
      name: String(frequency),
      type: isReal(n, frequency) ? ("real" as const) : ("complex" as const),
      // Only frequencies 0 and n/2 are real characters; the others come as a complex pair, one 2×2 turn.
      matrix: (k: number) =>
        isReal(n, frequency) ? sign(frequency, k) : turn((2 * Math.PI * ((frequency * k) % n)) / n),
    })),
    characters: () => {
      checkClassCount(`C(${n})`, n);
      const orders = Array.from({ length: n }, (_, k) => ({ k, order: n / gcd(n, k) }));
      const classes = orders.sort((a, b) => a.order - b.order || a.k - b.k);
      const roots = classes.map((_, k) => rootOfUnity(k, n));
      return {
        classes: classes.map(({ k, order }) => ({ representative: k, size: 1, elementOrder: order })),
        irreps: frequencies(n).map(({ frequency, ...one }) => ({
          ...one,
          character: classes.map(({ k }) => roots[(frequency * k) % n]!),
        })),
      };
    },
    unitaryIrreps: () =>
      frequencies(n).map(({ frequency, ...one }) => ({
        ...one,
        matrix(k: number) {
          const { re, im } = rootOfUnity(frequency * k, n);
          return { re: [[re]], im: [[im]] };
        },
      })),
  }),
});

const frequencies = (n: number) =>
  Array.from({ length: n }, (_, frequency) => ({
    frequency,
    name: String(frequency),
    degree: 1,
    type: isReal(n, frequency) ? ("real" as const) : ("complex" as const),
  }));

const isReal = (n: number, frequency: number): boolean => (2 * frequency) % n === 0;
const sign = (frequency: number, k: number): Matrix => [[frequency === 0 || k % 2 === 0 ? 1 : -1]];
