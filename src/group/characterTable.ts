import { InputError } from "../error.js";
import { abelianCharacters } from "./abelianCharacters.js";
import { type Complex, complex, conjugate, rootOfUnity, times } from "./complex.js";
import { type ConjugacyClass, type FiniteStructure, finiteStructure } from "./conjugacy.js";
import { gcd } from "./divisors.js";
import { dixon, type Eigenvalues } from "./dixon.js";
import type { Group, IrrepType, Plain } from "./group.js";

/** The character of an irrep over the complex numbers. */
export interface Character {
  readonly name: string;
  readonly degree: number;
  /** Real matrices, a real character without real matrices (quaternionic), or a character that is not real. */
  readonly type: IrrepType;
  /** A value for each conjugacy class; integers and zero parts are exact, all else to 1e-13. */
  readonly character: readonly Complex[];
}

export interface CharacterTable<E extends Plain = Plain> {
  readonly classes: readonly ConjugacyClass<E>[];
  /** As many as classes, the trivial one first, in the order of their degree. */
  readonly irreps: readonly Character[];
}

/**
 * The character table of a finite group: its conjugacy classes and its irreps over the complex numbers.
 * Irreps have the names of the field where the rule knows them; else they count as 1a, 1b, 2a, … by degree, and the
 * complex conjugate of 1b is 1b*.
 * @param group at most 50,000 elements and 2,000 classes, or a rule that knows its characters: S(n), A(n), C(n), D(n),
 * and products of such
 * @throws InputError if the group is infinite or too large
 * @source Dixon 1967, "High speed computation of group characters", after Burnside
 */
export function characterTable<E extends Plain>(group: Group<E>): CharacterTable<E> {
  const known = tables.get(group) as CharacterTable<E> | undefined;
  const table = known ?? group.characters?.() ?? computedCharacterTable(group);
  if (!known) tables.set(group, table);
  return table;
}

const tables = new WeakMap<object, unknown>(); // a cache: emptying it changes no result
const classLimit = 2_000;

/** @throws InputError if a table of so many classes would be too large */
export function checkClassCount(name: string, count: number): void {
  if (count > classLimit)
    throw new InputError(`${name}.characterTable`, {
      expected: `a group of at most ${classLimit} conjugacy classes`,
      got: `${count} classes`,
    });
}

/** The table from the generators alone, whatever the rule knows. */
export function computedCharacterTable<E extends Plain>(group: Group<E>): CharacterTable<E> {
  const structure = finiteStructure(group);
  const { classes, elements } = structure;
  checkClassCount(group.name, classes.length);
  const isAbelian = classes.length === elements.length;
  const characters = isAbelian
    ? abelianCharacters(structure)
    : dixon(structure).map((eigenvalues) => eigenvalues.map(sumOfRoots));
  characters.sort(compare);
  const types = characters.map((character) => typeOf(structure, character));
  const at = (character: readonly Complex[]) => (g: E) => character[structure.classOf[structure.indexOf(g)]!]!;
  const names = group.nameIrrep
    ? starred(characters.map((character) => group.nameIrrep!(character[0]!.re, at(character))))
    : namesOf(characters, types);
  return {
    classes,
    irreps: characters.map((character, i) => ({
      name: names[i]!,
      degree: character[0]!.re,
      type: types[i]!,
      character,
    })),
  };
}

/** Σ mⱼ ζʲ for the eigenvalues ζʲ = e^{2πij/n} of multiplicity mⱼ; an integer exactly where the sum is rational. */
function sumOfRoots(multiplicities: Eigenvalues): Complex {
  const n = multiplicities.length;
  const divisors = Array.from({ length: n }, (_, j) => j + 1).filter((d) => n % d === 0);
  // Rational: eigenvalues of the same order are equally frequent, and Σ of the roots of order m is the Möbius function.
  const isRational = multiplicities.every((m, j) => m === multiplicities[gcd(j, n) % n]);
  if (isRational) return complex(divisors.reduce((sum, d) => sum + multiplicities[d % n]! * mobius(n / d), 0));
  const roots = multiplicities.map((m, j) => times(complex(m), rootOfUnity(j, n)));
  const sum = (part: (one: Complex) => number) => roots.reduce((total, root) => total + part(root), 0);
  const isReal = multiplicities.every((m, j) => m === multiplicities[(n - j) % n]);
  return { re: snapped(sum(({ re }) => re)), im: isReal ? 0 : snapped(sum(({ im }) => im)) };
}

/** Parts of algebraic integers: what round-off leaves of 0 becomes 0. */
const snapped = (x: number): number => (Math.abs(x) < 1e-13 ? 0 : x);

/** By degree, then by the values, larger ones first: the trivial character is the first of all. */
function compare(a: readonly Complex[], b: readonly Complex[]): number {
  if (a[0]!.re !== b[0]!.re) return a[0]!.re - b[0]!.re;
  for (const [k, x] of a.entries()) {
    const [re, im] = [b[k]!.re - x.re, b[k]!.im - x.im];
    if (Math.abs(re) > 1e-9) return re;
    if (Math.abs(im) > 1e-9) return im;
  }
  return 0;
}

/** The Frobenius–Schur indicator (1/|G|) Σ χ(g²) is 1, 0 or −1: real, complex or quaternionic. */
function typeOf({ classes, powers, elements }: FiniteStructure, character: readonly Complex[]): IrrepType {
  const squares = classes.map(({ size }, k) => size * character[powers[k]![2 % powers[k]!.length]!]!.re);
  const indicator = Math.round(squares.reduce((sum, x) => sum + x, 0) / elements.length);
  return indicator === 0 ? "complex" : indicator > 0 ? "real" : "quaternionic";
}

/** 1a, 1b, 1b*, 2a, …: the conjugate of a character bears its name with a star. */
function namesOf(characters: readonly (readonly Complex[])[], types: readonly IrrepType[]): string[] {
  const names: string[] = [];
  const count = new Map<number, number>();
  for (const [i, character] of characters.entries()) {
    const conjugated = character.map(conjugate);
    const partner = types[i] === "complex" ? characters.findIndex((other) => compare(other, conjugated) === 0) : i;
    const degree = character[0]!.re;
    const letter = count.get(degree) ?? 0;
    names.push(partner < i ? `${names[partner]}*` : `${degree}${letters(letter)}`);
    if (partner >= i) count.set(degree, letter + 1);
  }
  return names;
}

/** A name that has been before gets a star. */
const starred = (names: readonly string[]): string[] =>
  names.map((name, i) => (names.indexOf(name) < i ? `${name}*` : name));

/** a … z, aa, ab, … */
const letters = (i: number): string =>
  (i < 26 ? "" : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(97 + (i % 26));

/** 0 if a square divides n, else 1 or −1 by the number of prime factors. */
function mobius(n: number): number {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return (n / p) % p === 0 ? 0 : -mobius(n / p);
  return n === 1 ? 1 : -1;
}
