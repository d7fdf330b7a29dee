import { InputError } from "../../error.js";
import { type Key, shuffled } from "../../random.js";
import type { CharacterTable } from "../characterTable.js";
import { complex, realMatrix } from "../complex.js";
import { group, type StatedRepresentation } from "../group.js";
import {
  classSize,
  degreeOf,
  factorial,
  integerPartitions,
  orderOfType,
  type Partition,
  partitionName,
} from "../integerPartitions.js";
import { symmetricCharacter } from "../murnaghanNakayama.js";
import {
  compose,
  inversePermutation,
  type Permutation,
  parity,
  permutationMatrix,
  permutationOfType,
  points,
  standardMatrix,
} from "../permutations.js";
import { youngOrthogonal } from "../youngOrthogonal.js";

export type { Permutation } from "../permutations.js";

/**
 * Symmetric group S(n). The product ab is b first: i goes to a[b[i]]. As a matrix a permutation moves entry i of a
 * vector to entry permutation[i]. Irreps are named by their partition: all in Young's orthogonal form to n = 10, above
 * that the trivial, sign and standard ones. Characters to n = 16.
 */
export const symmetric = group("symmetric", {
  symbol: "S",
  range: [1, 10_000],
  sample: [1, 2, 3, 4, 5],
  make: (n: number) => ({
    order: factorial(n),
    dimension: n,
    identity: points(n),
    generators: n < 2 ? [] : [points(n).map((i) => (i < 2 ? 1 - i : i)), points(n).map((i) => (i + 1) % n)],
    multiply: compose,
    inverse: inversePermutation,
    random: (key: Key) => [...shuffled(key, n)],
    matrix: permutationMatrix,
    permutation: (a: Permutation) => a,
    irreps: n <= 10 ? sorted(n).map(irrepOf) : few(n),
    characters: () => symmetricTable(n),
    ...(n <= 10 && {
      unitaryIrreps: () =>
        sorted(n)
          .map(irrepOf)
          .map(({ name, type, dimension, matrix }) => ({
            name,
            type,
            degree: dimension,
            matrix: (a: Permutation) => realMatrix(matrix(a)),
          })),
    }),
  }),
});

/** [n], [1, …, 1], then by degree. */
const sorted = (n: number): Partition[] =>
  integerPartitions(n)
    .map((lambda, i, all) => ({ lambda, degree: degreeOf(lambda), place: i === all.length - 1 ? 0.5 : i }))
    .sort((a, b) => a.degree - b.degree || a.place - b.place)
    .map(({ lambda }) => lambda);

function irrepOf(lambda: Partition) {
  let form: ReturnType<typeof youngOrthogonal> | undefined; // its tableaux are many, and wanted only with the first matrix
  const matrix = (a: Permutation) => (form ??= youngOrthogonal(lambda))(a);
  return { name: partitionName(lambda), type: "real" as const, dimension: degreeOf(lambda), matrix };
}

const few = (n: number): StatedRepresentation<Permutation>[] => [
  { name: partitionName([n]), type: "real", dimension: 1, matrix: () => [[1]] },
  { name: partitionName(points(n).map(() => 1)), type: "real", dimension: 1, matrix: (a) => [[parity(a)]] },
  { name: partitionName([n - 1, 1]), type: "real", dimension: n - 1, matrix: standardMatrix },
];

const characterLimit = 16;

/**
 * Cycle types by element order and size; the characters by the Murnaghan–Nakayama rule.
 * @throws InputError above n = 16
 */
export function symmetricTable(n: number): CharacterTable<Permutation> {
  if (n > characterLimit)
    throw new InputError("characterTable", { expected: `S(n) or A(n) with n to ${characterLimit}`, got: `n = ${n}` });
  const types = integerPartitions(n)
    .reverse()
    .map((type) => ({ type, size: classSize(type), elementOrder: orderOfType(type) }))
    .sort((a, b) => a.elementOrder - b.elementOrder || a.size - b.size);
  const known = new Map<string, number>();
  return {
    classes: types.map(({ type, size, elementOrder }) => ({
      representative: permutationOfType(type),
      size,
      elementOrder,
    })),
    irreps: sorted(n).map((lambda) => ({
      name: partitionName(lambda),
      degree: degreeOf(lambda),
      type: "real",
      character: types.map(({ type }) => complex(symmetricCharacter(lambda, type, known))),
    })),
  };
}
