import { InputError } from "../../error.js";
import type { Key } from "../../random.js";
import { group } from "../group.js";
import {
  compose,
  cycleText,
  inversePermutation,
  type Permutation,
  permutationMatrix,
  points,
} from "../permutations.js";
import { isPermutation, stabilizerChain } from "../schreierSims.js";

/**
 * The group that permutations of 0 … n − 1 generate, written by cycles: "<(0 1 2)(3 4), (0 1)>"; the number of points is
 * the largest named plus one, or stated: "<(0 1) on 5>". Its order is rounded above 2⁵³; `stabilizerChain` has it exactly.
 */
export const permutationGroup = group("permutationGroup", {
  symbol: "<",
  form: "<(0 1 2)(3 4), …>",
  sample: [
    [[[1, 2, 3, 0]], 4],
    [
      [
        [1, 2, 0, 4, 3],
        [1, 0, 2, 3, 4],
      ],
      5,
    ],
    [[], 2],
    [
      [
        [1, 2, 3, 4, 5, 6, 0],
        [0, 2, 1, 6, 4, 5, 3],
      ],
      7,
    ], // PSL(3,2), order 168
  ] as [Permutation[], number][],
  write(generators: readonly Permutation[], degree: number) {
    check(generators, degree); // before cycles are sought in what is no permutation
    const largest = generators.reduce((most, a) => Math.max(most, ...a.map((to, i) => (to === i ? 0 : i + 1))), 0);
    const cycles = generators.length > 0 ? generators.map(cycleText).join(", ") : "()";
    return `<${cycles}${largest === degree ? "" : ` on ${degree}`}>`;
  },
  read(text) {
    const [, body, stated] = /^<\s*([\s\d(),]*?)(?:\s+on\s+(\d+))?\s*>$/.exec(text.trim()) ?? [];
    if (body === undefined) return undefined;
    const cycles = body.split(/,(?![^(]*\))/).map((one) => cyclesOf(one, text));
    const largest = Math.max(-1, ...cycles.flat(2));
    const degree = stated === undefined ? Math.max(1, largest + 1) : Number(stated);
    const generators = cycles
      .filter((one) => one.length > 0)
      .map((one) => permutationOf(one, Math.max(degree, largest + 1)));
    return [generators, degree] as [Permutation[], number];
  },
  make(generators: readonly Permutation[], degree: number) {
    const chain = stabilizerChain(generators, degree);
    return {
      order: Number(chain.order),
      dimension: degree,
      identity: points(degree),
      generators,
      multiply: compose,
      inverse: inversePermutation,
      random: (key: Key) => chain.random(key),
      matrix: permutationMatrix,
      permutation: (a: Permutation) => a,
    };
  },
});

const degreeLimit = 400;

function check(generators: readonly Permutation[], degree: number): void {
  const wrong = generators.find((a) => !isPermutation(a, degree));
  if (wrong !== undefined || !(Number.isInteger(degree) && degree >= 1 && degree <= degreeLimit))
    throw new InputError("permutationGroup", {
      expected: wrong ? `permutations of 0 to ${degree - 1}` : `1 to ${degreeLimit} points`,
      got: wrong ? JSON.stringify(wrong) : String(degree),
    });
}

/** "(0 1 2)(3 4)" as lists of points. */
function cyclesOf(text: string, whole: string): number[][] {
  const cycles = text.trim();
  if (!/^(\(\s*(\d+([\s,]+\d+)*)?\s*\)\s*)+$/.test(cycles))
    throw new InputError("permutationGroup", { expected: "cycles such as (0 1 2)(3 4)", got: JSON.stringify(whole) });
  const found = [...cycles.matchAll(/\(([^)]*)\)/g)].map(([, inner]) => (inner!.match(/\d+/g) ?? []).map(Number));
  const all = found.flat();
  if (new Set(all).size < all.length)
    throw new InputError("permutationGroup", {
      expected: "each point once in a permutation",
      got: JSON.stringify(whole),
    });
  return found.filter((cycle) => cycle.length > 0);
}

const permutationOf = (cycles: readonly (readonly number[])[], degree: number): Permutation => {
  const to = new Map(
    cycles.flatMap((cycle) => cycle.map((point, i) => [point, cycle[(i + 1) % cycle.length]!] as const)),
  );
  return points(degree).map((i) => to.get(i) ?? i);
};
