import { type Key, shuffled } from "../../random.js";
import type { Character, CharacterTable } from "../characterTable.js";
import { type Complex, complex } from "../complex.js";
import { group, type StatedRepresentation } from "../group.js";
import {
  conjugatePartition,
  factorial,
  integerPartitions,
  type Partition,
  partitionName,
} from "../integerPartitions.js";
import {
  compose,
  cycles,
  inversePermutation,
  type Permutation,
  parity,
  permutationMatrix,
  points,
  standardMatrix,
} from "../permutations.js";
import { symmetricTable } from "./symmetric.js";

/**
 * Alternating group A(n): the even permutations. Irreps over C are named by the partitions of S(n) that restrict to
 * them, the first of a conjugate pair; the restriction of a self-conjugate one has the halves [λ]+ and [λ]-. All irreps
 * as matrices to n = 8, the trivial and the standard one above; characters to n = 16.
 */
export const alternating = group("alternating", {
  symbol: "A",
  range: [1, 10_000],
  sample: [1, 2, 3, 4, 5],
  make: (n: number) => ({
    order: n < 2 ? 1 : factorial(n) / 2,
    dimension: n,
    identity: points(n),
    generators: n < 3 ? [] : [moved(n, [0, 1, 2]), moved(n, points(n).slice(n % 2 === 1 ? 0 : 1))],
    multiply: compose,
    inverse: inversePermutation,
    random(key: Key) {
      const [first = 0, second = 0, ...others] = shuffled(key, n);
      return n < 2
        ? points(n)
        : parity([first, second, ...others]) > 0
          ? [first, second, ...others]
          : [second, first, ...others];
    },
    matrix: permutationMatrix,
    permutation: (a: Permutation) => a,
    characters: () => alternatingTable(n),
    ...(n > 8 && { irreps: few(n) }),
  }),
});

/** The cycle through the given points. */
const moved = (n: number, cycle: readonly number[]): Permutation =>
  points(n).map((i) => (cycle.includes(i) ? cycle[(cycle.indexOf(i) + 1) % cycle.length]! : i));

const few = (n: number): StatedRepresentation<Permutation>[] => [
  { name: partitionName([n]), type: "real", dimension: 1, matrix: () => [[1]] },
  { name: partitionName([n - 1, 1]), type: "real", dimension: n - 1, matrix: standardMatrix },
];

/**
 * Restricted from S(n). Classes of distinct odd cycles fall into two, and so do self-conjugate irreps; they differ only
 * on the classes whose cycles are the diagonal hooks of the partition.
 * @throws InputError above n = 16
 * @source James & Kerber 1981, "The representation theory of the symmetric group", theorem 2.5.13
 */
function alternatingTable(n: number): CharacterTable<Permutation> {
  const { classes: all, irreps } = symmetricTable(n);
  const classes = all.flatMap(({ representative, size, elementOrder }, from) => {
    const type = cycles(representative).map(({ length }) => length);
    if (parity(representative) < 0) return [];
    const isSplit = n > 1 && type.every((length, i) => length % 2 === 1 && type.indexOf(length) === i);
    const half = { representative, size: isSplit ? size / 2 : size, elementOrder, type, from, half: 0 };
    if (!isSplit) return [half];
    const exchange = moved(n, [0, 1]);
    return [half, { ...half, representative: compose(compose(exchange, representative), exchange), half: 1 }];
  });
  classes.sort((a, b) => a.elementOrder - b.elementOrder || a.size - b.size);
  const partitions = new Map(integerPartitions(n).map((lambda) => [partitionName(lambda), lambda]));
  const characters = irreps.flatMap(({ name, degree, character }): Character[] => {
    const lambda = partitions.get(name)!;
    const other = conjugatePartition(lambda);
    const restricted = classes.map(({ from }) => character[from]!);
    if (n === 1 || String(lambda) !== String(other))
      return n > 1 && compare(lambda, other) < 0 ? [] : [{ name, degree, type: "real", character: restricted }];
    const hooks = diagonalHooks(lambda);
    const sign = (n - hooks.length) % 4 === 0 ? 1 : -1;
    const root = Math.sqrt(hooks.reduce((product, hook) => product * hook, 1)) / 2;
    const isReal = sign > 0;
    return [1, -1].map((half) => ({
      name: `${name}${half > 0 ? "+" : "-"}`,
      degree: degree / 2,
      type: isReal ? "real" : "complex",
      character: classes.map(({ type, half: which }, k): Complex => {
        const middle = restricted[k]!.re / 2;
        if (String(type) !== String(hooks)) return complex(middle);
        const difference = (which === 0 ? half : -half) * root;
        return isReal ? exact(middle + difference) : { re: middle, im: difference };
      }),
    }));
  });
  return {
    classes: classes.map(({ representative, size, elementOrder }) => ({ representative, size, elementOrder })),
    irreps: characters.sort((a, b) => a.degree - b.degree),
  };
}

const exact = (x: number): Complex => complex(Math.abs(x - Math.round(x)) < 1e-13 ? Math.round(x) : x);

const compare = (a: Partition, b: Partition): number => {
  const i = a.findIndex((part, k) => part !== b[k]);
  return i < 0 ? 0 : a[i]! - (b[i] ?? 0);
};

/** The hook lengths on the diagonal of a self-conjugate partition: distinct odd numbers. */
const diagonalHooks = (lambda: Partition): number[] => lambda.flatMap((row, i) => (row > i ? [2 * (row - i) - 1] : []));
