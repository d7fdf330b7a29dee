import { checkClassCount } from "../characterTable.js";
import { complex, realMatrix, rootOfUnity } from "../complex.js";
import { gcd } from "../divisors.js";
import { group } from "../group.js";
import { type Matrix, multiply, turn } from "../matrix.js";

/** A turn by 2πk/n after, if f is 1, the reflection y → −y. */
export type TurnAndFlip = readonly [k: number, f: number];

/**
 * Dihedral group D(n) of order 2n: the symmetries of a regular n-gon. Elements are [k, f]: the reflection y → −y if
 * f = 1, then a turn by 2πk/n. Irreps A1, A2 (−1 on reflections), for even n B1, B2 (−1 on the turn by 2π/n, B1 is +1
 * on the reflection [0, 1]), and E1, E2, … of dimension 2, where Ej turns by 2πjk/n.
 */
export const dihedral = group("dihedral", {
  symbol: "D",
  range: [1, 10_000],
  sample: [1, 2, 3, 4, 6, 15],
  make: (n: number) => ({
    order: 2 * n,
    identity: [0, 0] as TurnAndFlip,
    generators: [[1 % n, 0] as const, [0, 1] as const],
    multiply: ([k, f]: TurnAndFlip, [l, g]: TurnAndFlip): TurnAndFlip => [(k + (f ? n - l : l)) % n, (f + g) % 2],
    inverse: ([k, f]: TurnAndFlip): TurnAndFlip => [f ? k : (n - k) % n, f],
    matrix: ([k, f]: TurnAndFlip) => turned((2 * Math.PI * k) / n, f),
    permutation: ([k, f]: TurnAndFlip) => Array.from({ length: n }, (_, i) => (k + (f ? n - i : i)) % n),
    irreps: irrepsOf(n),
    unitaryIrreps: () =>
      irrepsOf(n).map(({ name, type, dimension, matrix }) => ({
        name,
        type,
        degree: dimension,
        matrix: (g: TurnAndFlip) => realMatrix(matrix(g)),
      })),
    characters() {
      const turns = Array.from({ length: Math.floor(n / 2) + 1 }, (_, k) => ({
        representative: [k, 0] as TurnAndFlip,
        size: (2 * k) % n === 0 ? 1 : 2,
        elementOrder: n / gcd(n, k),
      }));
      const flips = Array.from({ length: n % 2 === 0 ? 2 : 1 }, (_, k) => ({
        representative: [k, 1] as TurnAndFlip,
        size: n % 2 === 0 ? n / 2 : n,
        elementOrder: 2,
      }));
      const classes = [...turns, ...flips].sort((a, b) => a.elementOrder - b.elementOrder || a.size - b.size);
      checkClassCount(`D(${n})`, classes.length);
      return {
        classes,
        irreps: irrepsOf(n).map(({ name, type, dimension, trace }) => ({
          name,
          type,
          degree: dimension,
          character: classes.map(({ representative }) => complex(trace(representative))),
        })),
      };
    },
  }),
});

/** All real: the signs, then the pairs of frequencies ±j. */
function irrepsOf(n: number) {
  const signs = [
    { name: "A1", sign: () => 1 },
    { name: "A2", sign: ([, f]: TurnAndFlip) => (f ? -1 : 1) },
    { name: "B1", sign: ([k]: TurnAndFlip) => (k % 2 ? -1 : 1) },
    { name: "B2", sign: ([k, f]: TurnAndFlip) => ((k + f) % 2 ? -1 : 1) },
  ].slice(0, n % 2 === 0 ? 4 : 2);
  return [
    ...signs.map(({ name, sign }) => ({
      name,
      type: "real" as const,
      dimension: 1,
      trace: sign,
      matrix: (g: TurnAndFlip): Matrix => [[sign(g)]],
    })),
    ...Array.from({ length: Math.ceil(n / 2) - 1 }, (_, i) => ({
      name: `E${i + 1}`,
      type: "real" as const,
      dimension: 2,
      trace: ([k, f]: TurnAndFlip) => (f ? 0 : 2 * rootOfUnity((i + 1) * k, n).re),
      matrix: ([k, f]: TurnAndFlip) => turned((2 * Math.PI * (((i + 1) * k) % n)) / n, f),
    })),
  ];
}

const turned = (angle: number, f: number): Matrix =>
  multiply(turn(angle), [
    [1, 0],
    [0, f ? -1 : 1],
  ]);
