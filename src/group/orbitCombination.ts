import { InputError } from "../error.js";
import { type Combination, type Diagram, diagram } from "./diagram.js";
import { setPartitions } from "./setPartitions.js";

/**
 * The orbit basis of S(n): the map with entry 1 where the indices of each block agree and those of different blocks
 * differ, in diagrams: their inclusion–exclusion over all ways to unite blocks. It is 0 where there are more than n
 * blocks; those relations are all that hold between partition diagrams.
 * @param one a partition diagram
 * @throws InputError if it has arms or a symplectic form
 * @source Benkart & Halverson 2019, "Partition algebras and the invariant theory of the symmetric group"
 */
export function orbitCombination(one: Diagram): Combination {
  const { k, l, blocks, arms, form } = one;
  if (arms.length > 0 || form === "symplectic")
    throw new InputError("orbitCombination", { expected: "a partition diagram", got: arms.length > 0 ? "arms" : form });
  const terms = Array.from(setPartitions(blocks.length), (united) => ({
    coefficient: united.reduce((product, { length }) => product * moebius(length), 1),
    diagram: diagram(
      k,
      l,
      united.map((some) => some.flatMap((i) => blocks[i]!)),
    ),
  }));
  return { k, l, terms };
}

/** (−1)^(b−1) (b − 1)!: the Möbius function of the partitions of b points, from the finest to the coarsest. */
const moebius = (b: number): number => Array.from({ length: b - 1 }, (_, i) => -(i + 1)).reduce((x, y) => x * y, 1);
