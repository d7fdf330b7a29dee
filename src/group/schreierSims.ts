import { bits, fold, type Key, unit } from "../random.js";
import { compose, inversePermutation, type Permutation, points } from "./permutations.js";

/** A permutation group by base and strong generators: each level fixes the base points of those before. */
export interface StabilizerChain {
  readonly degree: number;
  /** Exact. */
  readonly order: bigint;
  /** Points that only the identity leaves all fixed. */
  readonly base: readonly number[];
  /** The sizes of the orbits of the base points, each under the stabilizer of those before. */
  readonly orbitSizes: readonly number[];
  /** Is the permutation in the group? */
  contains(a: Permutation): boolean;
  /** A uniformly random element. */
  random(key: Key): Permutation;
}

interface Level {
  readonly point: number;
  readonly generators: Permutation[];
  /** For each point of the orbit a permutation that takes the base point there. */
  readonly transversal: Map<number, Permutation>;
}

/**
 * The stabilizer chain of the group that permutations generate.
 * @param generators permutations of 0 … degree − 1
 * @source Knuth 1991, "Efficient representation of perm groups", arXiv:math/9201304
 */
export function stabilizerChain(generators: readonly Permutation[], degree: number): StabilizerChain {
  const levels: Level[] = [];
  for (const generator of generators) extend(levels, 0, generator);
  return {
    degree,
    order: levels.reduce((order, { transversal }) => order * BigInt(transversal.size), 1n),
    base: levels.map(({ point }) => point),
    orbitSizes: levels.map(({ transversal }) => transversal.size),
    contains: (a) => isPermutation(a, degree) && sift(levels, 0, a) === undefined,
    random(key) {
      const draws = bits(fold(key, "element"), levels.length);
      return levels.reduce((product, { transversal }, i) => {
        const all = [...transversal.values()];
        return compose(product, all[Math.floor(unit(draws[i]!) * all.length)]!);
      }, points(degree));
    },
  };
}

export const isPermutation = (a: readonly number[], degree: number): boolean =>
  Array.isArray(a) &&
  a.length === degree &&
  new Set(a).size === degree &&
  a.every((i) => Number.isInteger(i) && i >= 0 && i < degree);

/** What is left of a permutation when transversals have moved its base points back; undefined if nothing. */
function sift(levels: readonly Level[], from: number, a: Permutation): Permutation | undefined {
  let rest = a;
  for (const { point, transversal } of levels.slice(from)) {
    const mover = transversal.get(rest[point]!);
    if (!mover) return rest;
    if (rest[point] !== point) rest = compose(inversePermutation(mover), rest);
  }
  return rest.every((to, i) => to === i) ? undefined : rest;
}

/** Adds a permutation to the group of a level, and to those below what Schreier's lemma asks for. */
function extend(levels: Level[], at: number, added: Permutation): void {
  const a = sift(levels, at, added) && added;
  if (!a) return;
  const point = a.findIndex((to, i) => to !== i);
  const level = (levels[at] ??= { point, generators: [], transversal: new Map([[point, points(a.length)]]) });
  level.generators.push(a);
  const { transversal, generators } = level;
  const fresh = new Set<number>();
  const visit = (from: number, s: Permutation): void => {
    const moved = compose(s, transversal.get(from)!);
    const to = moved[level.point]!;
    const known = transversal.get(to);
    if (known) extend(levels, at + 1, compose(inversePermutation(known), moved));
    else {
      transversal.set(to, moved);
      fresh.add(to);
    }
  };
  for (const from of [...transversal.keys()]) visit(from, a);
  for (const from of fresh) for (const s of generators) visit(from, s); // grows on the way
}
