import { InputError } from "../error.js";
import type { Group, Plain } from "./group.js";

/** The elements x g x⁻¹ of one g. */
export interface ConjugacyClass<E extends Plain = Plain> {
  readonly representative: E;
  /** Number of elements. */
  readonly size: number;
  /** The least n > 0 with gⁿ = 1. */
  readonly elementOrder: number;
}

/** A finite group by the numbers of its elements: 0 … order − 1 in the order of `elements()`. */
export interface FiniteStructure<E extends Plain = Plain> {
  readonly elements: readonly E[];
  readonly generators: readonly number[];
  /** @throws InputError if g is no element of the group */
  indexOf(g: E): number;
  /** The number of ab. */
  product(a: number, b: number): number;
  inverse(a: number): number;
  readonly classes: readonly ConjugacyClass<E>[];
  /** The numbers of the elements of each class, the representative first. */
  readonly members: readonly (readonly number[])[];
  /** The number of the class of each element. */
  readonly classOf: Int32Array;
  /** powers[k][j] is the class of gʲ for g in class k, j = 0 … elementOrder − 1. */
  readonly powers: readonly (readonly number[])[];
}

/**
 * The conjugacy classes of a finite group, by element order, then by size, then by the order of `elements()`: the
 * identity's comes first.
 * @throws InputError if the group is infinite or has more than 50,000 elements
 */
export const conjugacyClasses = <E extends Plain>(group: Group<E>): readonly ConjugacyClass<E>[] =>
  finiteStructure(group).classes;

/**
 * Elements and classes of a finite group as numbers.
 * @throws InputError if the group is infinite or has more than 50,000 elements
 */
export function finiteStructure<E extends Plain>(group: Group<E>): FiniteStructure<E> {
  const known = structures.get(group) as FiniteStructure<E> | undefined;
  const structure = known ?? structureOf(group);
  if (!known) structures.set(group, structure);
  return structure;
}

const structures = new WeakMap<object, unknown>(); // a cache: emptying it changes no result

function structureOf<E extends Plain>(group: Group<E>): FiniteStructure<E> {
  const elements = group.elements();
  const numbers = new Map(elements.map((g, i) => [JSON.stringify(g), i]));
  const indexOf = (g: E): number => {
    const found = numbers.get(JSON.stringify(g)) ?? elements.findIndex((other) => group.equal(other, g)); // or round-off
    if (found >= 0) return found;
    throw new InputError(group.name, { expected: "an element of the group", got: JSON.stringify(g)?.slice(0, 80) });
  };
  const multiply = (a: number, b: number) => indexOf(group.multiply(elements[a]!, elements[b]!));
  const product = elements.length <= 1_024 ? tabled(elements.length, multiply) : multiply;
  const inverse = (a: number) => indexOf(group.inverse(elements[a]!));
  const powersOf = (a: number) => {
    const found = [0];
    for (let power = a; power !== 0; power = product(power, a)) found.push(power);
    return found;
  };

  const all = orbits(group, elements, indexOf).map((members) => ({ members, powers: powersOf(members[0]!) }));
  all.sort(
    (a, b) => a.powers.length - b.powers.length || a.members.length - b.members.length || a.members[0]! - b.members[0]!,
  );
  const classOf = new Int32Array(elements.length);
  for (const [k, { members }] of all.entries()) for (const member of members) classOf[member] = k;
  return {
    elements,
    generators: group.generators.map(indexOf),
    indexOf,
    product,
    inverse,
    classOf,
    members: all.map(({ members }) => members),
    classes: all.map(({ members, powers }) => ({
      representative: elements[members[0]!]!,
      size: members.length,
      elementOrder: powers.length,
    })),
    powers: all.map(({ powers }) => powers.map((power) => classOf[power]!)),
  };
}

/** The function of two numbers below n, each value computed once. */
function tabled(n: number, multiply: (a: number, b: number) => number): (a: number, b: number) => number {
  const table = new Int32Array(n * n); // 1 + the value, 0 where not known
  return (a, b) => {
    const place = a * n + b;
    if (table[place] === 0) table[place] = 1 + multiply(a, b);
    return table[place]! - 1;
  };
}

/** The orbits of conjugation by the generators, each with its first element first. */
function orbits<E extends Plain>(group: Group<E>, elements: readonly E[], indexOf: (g: E) => number): number[][] {
  const conjugations = group.generators.map((s) => [s, group.inverse(s)] as const);
  const seen = new Uint8Array(elements.length);
  const found: number[][] = [];
  for (let first = 0; first < elements.length; first++) {
    if (seen[first]) continue;
    seen[first] = 1;
    const members = [first];
    for (const member of members) // grows on the way
      for (const [s, back] of conjugations) {
        const next = indexOf(group.multiply(group.multiply(s, elements[member]!), back));
        if (!seen[next]) members.push(next);
        seen[next] = 1;
      }
    found.push(members);
  }
  return found;
}
