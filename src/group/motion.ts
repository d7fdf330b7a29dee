import { fold, normal } from "../random.js";
import { exponential, inverseMatrix } from "./exponential.js";
import type { Group, StatedGroup } from "./group.js";
import { apply, identity, type Matrix, square, transpose } from "./matrix.js";

/** x goes to rotation · x + translation; rotation [n, n] may reflect, stretch or shear, translation [n]. */
export type Motion = { readonly rotation: Matrix; readonly translation: readonly number[] };

/**
 * The motions of space whose linear part is in the given group of n × n matrices: Rⁿ ⋊ G. The defining representation is
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
    exponential: (x) => motionOf(exponential(x)),
    logarithm(g) {
      // The linear part's own branch of the logarithm x; then t = ((exp x − 1)/x) u, the border of exp [[x, u], [0, 0]].
      const x = rotations.logarithm!(g.rotation);
      const columns = identity(n).map((u) => motionOf(exponential(bordered(x, u, 0))).translation);
      return bordered(x, apply(inverseMatrix(transpose(columns)), g.translation), 0);
    },
    matrix: ({ rotation, translation }) => bordered(rotation, translation, 1),
    irreps: rotations.irreps.map(({ name, type, isOrthogonal, dimension, matrix, lieAlgebra }) => ({
      name,
      isOrthogonal,
      dimension,
      ...(type ? { type } : {}),
      matrix: ({ rotation }) => matrix(rotation),
      ...(lieAlgebra && {
        lieAlgebra: () => [...lieAlgebra(), ...fixed.map(() => square(dimension, () => 0))],
      }),
    })),
  };
}

const motionOf = (a: Matrix): Motion => ({
  rotation: a.slice(0, -1).map((row) => row.slice(0, -1)),
  translation: a.slice(0, -1).map((row) => row.at(-1)!),
});

/** The matrix [[a, x], [0, corner]]. */
const bordered = (a: Matrix, x: readonly number[], corner: number): Matrix => [
  ...a.map((row, i) => [...row, x[i]!]),
  [...a.map(() => 0), corner],
];
