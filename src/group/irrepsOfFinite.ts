// All irreps of a finite group as matrices, from its characters.

import { type Character, characterTable } from "./characterTable.js";
import { type Frame, frameOf, matrixIn, splitFrame } from "./coefficientFrame.js";
import { type Complex, type ComplexMatrix, conjugate, realified, rootOfUnity, times } from "./complex.js";
import { type FiniteStructure, finiteStructure } from "./conjugacy.js";
import { lcm } from "./divisors.js";
import type { Group, IrrepType, Plain, StatedRepresentation } from "./group.js";

/** An irrep over the complex numbers: unitary matrices, and real ones where the type is real. */
export interface UnitaryIrrep<E extends Plain = Plain> {
  readonly name: string;
  readonly degree: number;
  readonly type: IrrepType;
  /** [degree, degree] */
  matrix(g: E): ComplexMatrix;
}

/**
 * All irreps of a finite group over the complex numbers, in the order of its character table.
 * @throws InputError if the group is infinite or too large for a character table
 * @source Dixon 1993, "Constructing representations of finite groups", DIMACS 11, 105–112
 */
export function unitaryIrreps<E extends Plain>(group: Group<E>): readonly UnitaryIrrep<E>[] {
  const known = irreps.get(group) as readonly UnitaryIrrep<E>[] | undefined;
  const all = known ?? group.unitaryIrreps?.() ?? computedIrreps(group);
  if (!known) irreps.set(group, all);
  return all;
}

const irreps = new WeakMap<object, unknown>(); // a cache: emptying it changes no result

/**
 * All irreps of a finite group over the real numbers. A conjugate pair of complex irreps makes one of twice their degree,
 * and so does a quaternionic one; it has the name of the first.
 * @throws InputError if the group is infinite or too large for a character table
 */
export function realIrreps<E extends Plain>(group: Group<E>): readonly StatedRepresentation<E>[] {
  const { irreps: characters } = characterTable(group);
  const isFirst = (character: readonly Complex[], i: number) => {
    const partner = character.map(conjugate);
    return characters.findIndex((other) => other.character.every((x, k) => isNear(x, partner[k]!))) >= i;
  };
  return unitaryIrreps(group)
    .filter(({ type }, i) => type !== "complex" || isFirst(characters[i]!.character, i))
    .map(({ name, degree, type, matrix }) =>
      type === "real"
        ? { name, type, dimension: degree, matrix: (g: E) => matrix(g).re }
        : { name, type, dimension: 2 * degree, matrix: (g: E) => realified(matrix(g)) },
    );
}

const isNear = (a: Complex, b: Complex): boolean => Math.hypot(a.re - b.re, a.im - b.im) < 1e-9;

/** The irreps from the character table alone, whatever the rule knows. */
export function computedIrreps<E extends Plain>(group: Group<E>): readonly UnitaryIrrep<E>[] {
  const { irreps: characters } = characterTable(group);
  const structure = finiteStructure(group);
  return characters.map((one) => {
    const { name, degree, type } = one;
    const at = valuesOn(structure, group, one);
    if (degree === 1) return { name, degree, type, matrix: (g: E) => entry(at(structure.indexOf(g))) };
    let frame: Frame | undefined;
    const done = new Map<number, ComplexMatrix>();
    const matrix = (g: E): ComplexMatrix => {
      const i = structure.indexOf(g);
      const found = done.get(i) ?? matrixIn((frame ??= irreducibleFrame(structure, one, at)), i);
      if (structure.elements.length <= 5_000) done.set(i, found);
      return found;
    };
    return { name, degree, type, matrix };
  });
}

const entry = ({ re, im }: Complex): ComplexMatrix => ({ re: [[re]], im: [[im]] });

/** The character as a function of the number of an element; the table may have its classes in another order. */
function valuesOn<E extends Plain>(structure: FiniteStructure<E>, group: Group<E>, { character }: Character) {
  const values = new Map(
    characterTable(group).classes.map(({ representative }, k) => [
      structure.classOf[structure.indexOf(representative)]!,
      character[k]!,
    ]),
  );
  return (g: number): Complex => values.get(structure.classOf[g]!)!;
}

/** A subgroup and a linear character of it, by which the irrep is projected to a line (or to few dimensions). */
interface Projection {
  readonly generators: readonly number[];
  /** The element numbers of the subgroup, and k at each where the value is e^{2πik/n}, with one n for the group. */
  readonly elements: readonly number[];
  readonly exponents: readonly number[];
  /** How often the linear character occurs in the irrep. */
  readonly multiplicity: number;
}

/** The matrix coefficients of the vector on which a subgroup acts by a linear character span the irrep. */
function irreducibleFrame(structure: FiniteStructure, { degree, type }: Character, at: (g: number) => Complex): Frame {
  const n = type === "real" ? 2 : structure.classes.reduce((e, { elementOrder }) => lcm(e, elementOrder), 1);
  const { elements, exponents, multiplicity } = linearProjection(structure, at, n);
  const values = exponents.map((k) => rootOfUnity(-k, n));
  const known = new Map<number, Complex>();
  const coefficient = (g: number): Complex => {
    const found = known.get(g) ?? mean(elements.map((h, i) => times(values[i]!, at(structure.product(h, g)))));
    known.set(g, found);
    return found;
  };
  const frame = frameOf(structure, coefficient, degree * multiplicity);
  return multiplicity === 1 ? frame : splitFrame(structure, frame, degree);
}

/**
 * A subgroup and linear character of it of least multiplicity, at best 1: the best cyclic one, made larger as long as
 * that helps.
 * @param n the values are roots of unity of order n: 2 makes the matrices real
 */
function linearProjection(structure: FiniteStructure, at: (g: number) => Complex, n: number): Projection {
  const { members, elements } = structure;
  const counted = (one: Omit<Projection, "multiplicity">): Projection => {
    const inner = mean(one.elements.map((h, i) => times(rootOfUnity(-one.exponents[i]!, n), at(h))));
    return { ...one, multiplicity: Math.round(inner.re) };
  };
  /** The best extension by one of some elements, the first that helps or the best of all. */
  const better = (from: Projection, tries: readonly number[], isFirst: boolean): Projection => {
    let best = from;
    for (const g of tries) {
      if (best.multiplicity === 1 || (isFirst && best !== from)) break;
      if (from.elements.includes(g)) continue;
      for (const one of extensions(structure, from, g, n).map(counted))
        if (one.multiplicity > 0 && one.multiplicity < best.multiplicity) best = one;
    }
    return best;
  };
  const trivial: Projection = { generators: [], elements: [0], exponents: [0], multiplicity: at(0).re };
  // Elements of high order first: their characters tell most apart.
  const representatives = members.map(([first]) => first!).reverse();
  let found = better(trivial, representatives, false);
  const tries = [...elements.keys()].slice(0, 500);
  // A few dimensions too many are quicker split than avoided.
  const isLarge = ({ multiplicity }: Projection) => multiplicity > 1 && multiplicity * at(0).re > 24;
  for (let last = trivial; last !== found && isLarge(found); ) {
    last = found;
    found = better(found, tries, true);
  }
  return found;
}

const subgroupLimit = 256;

/** The linear characters of the subgroup with one more generator that agree with the given one. */
function extensions(
  { product }: FiniteStructure,
  from: Projection,
  g: number,
  n: number,
): Omit<Projection, "multiplicity">[] {
  const known = new Map(from.elements.map((h, i) => [h, from.exponents[i]!]));
  const steps = [...from.generators.map((s) => [s, known.get(s)!, 0] as const), [g, 0, 1] as const];
  // Each element as a product has the exponent e + c v, where v is that of the new generator: relations rule values out.
  const places = new Map([[0, 0]]);
  const found = [{ h: 0, e: 0, c: 0 }];
  let values = Array.from({ length: n }, (_, v) => v);
  for (const { h, e, c } of found)
    for (const [s, more, count] of steps) {
      const next = { h: product(s, h), e: e + more, c: c + count };
      const place = places.get(next.h);
      if (place === undefined) {
        if (found.length === subgroupLimit) return [];
        places.set(next.h, found.length);
        found.push(next);
        continue;
      }
      const other = found[place]!;
      values = values.filter((v) => (next.e - other.e + (next.c - other.c) * v) % n === 0);
      if (values.length === 0) return [];
    }
  return values.map((v) => ({
    generators: [...from.generators, g],
    elements: found.map(({ h }) => h),
    exponents: found.map(({ e, c }) => (e + c * v) % n),
  }));
}

const mean = (values: readonly Complex[]): Complex => ({
  re: values.reduce((sum, { re }) => sum + re, 0) / values.length,
  im: values.reduce((sum, { im }) => sum + im, 0) / values.length,
});
