import { fold, normal } from "../random.js";
import type { Group, StatedGroup } from "./group.js";
import { apply, identity, type Matrix, square } from "./matrix.js";

/** x goes to rotation · x + translation; rotation [n, n] may be a reflection, translation [n]. */
export type Motion = { readonly rotation: Matrix; readonly translation: readonly number[] };

/**
 * The motions of space whose rotations are in the given group of n × n matrices: Rⁿ ⋊ G. The defining representation is
 * the (n + 1) × (n + 1) matrix that acts on (x, 1); the irreps are those of G, on which translations do nothing.
 */
export function motions(rotations: Group<Matrix>): StatedGroup<Motion> {
  const n = rotations.dimension;
  const fixed = Array.from({ length: n }, () => 0);
  return {
    order: null,
    isOrthogonal: false,
    identity: { rotation: identity(n), translation: fixed },
    generators: rotations.generators.map((rotation) => ({ rotation, translation: fixed })),
    lieAlgebra: () => [
      ...rotations.lieAlgebra().map((x) => bordered(x, fixed, 0)),
      ...identity(n).map((direction) =>
        bordered(
          square(n, () => 0),
          direction,
          0,
        ),
      ),
    ],
    multiply: (a, b) => ({
      rotation: rotations.multiply(a.rotation, b.rotation),
      translation: apply(a.rotation, b.translation).map((x, i) => x + a.translation[i]!),
    }),
    inverse({ rotation, translation }) {
      const back = rotations.inverse(rotation);
      return { rotation: back, translation: apply(back, translation).map((x) => -x) };
    },
    random: (key) => ({
      rotation: rotations.random(fold(key, "rotation")),
      translation: [...normal(fold(key, "translation"), n)],
    }),
    matrix: ({ rotation, translation }) => bordered(rotation, translation, 1),
    irreps: rotations.irreps.map(({ name, matrix }) => ({ name, matrix: ({ rotation }) => matrix(rotation) })),
  };
}

/** The matrix [[a, x], [0, corner]]. */
const bordered = (a: Matrix, x: readonly number[], corner: number): Matrix => [
  ...a.map((row, i) => [...row, x[i]!]),
  [...a.map(() => 0), corner],
];
