// Hall symbols: a space group's generators in a few letters, `-F 4vw 2vw 3`.
import type { Operation } from "./symmetry.js";

/** Translations are whole twenty-fourths here, so that sums are exact. */
const unit = 24;

type Matrix = readonly number[];
interface Step {
  readonly rotation: Matrix;
  readonly translation: readonly number[];
}

const one: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];
/** About z; the other axes follow by exchange. */
const turns: Readonly<Record<string, Matrix>> = {
  1: one,
  2: [-1, 0, 0, 0, -1, 0, 0, 0, 1],
  3: [0, -1, 0, 1, -1, 0, 0, 0, 1],
  4: [0, -1, 0, 1, 0, 0, 0, 0, 1],
  6: [1, -1, 0, 1, 0, 0, 0, 0, 1],
};
/** `2'` about a − b, `2"` about a + b, `3*` about a + b + c. */
const diagonals: Readonly<Record<string, Matrix>> = {
  "2'": [0, -1, 0, -1, 0, 0, 0, 0, -1],
  '2"': [0, 1, 0, 1, 0, 0, 0, 0, -1],
  "3*": [0, 0, 1, 1, 0, 0, 0, 1, 0],
};
const shifts: Readonly<Record<string, readonly number[]>> = {
  a: [12, 0, 0],
  b: [0, 12, 0],
  c: [0, 0, 12],
  n: [12, 12, 12],
  u: [6, 0, 0],
  v: [0, 6, 0],
  w: [0, 0, 6],
  d: [6, 6, 6],
};
const centrings: Readonly<Record<string, readonly (readonly number[])[]>> = {
  P: [],
  A: [[0, 12, 12]],
  B: [[12, 0, 12]],
  C: [[12, 12, 0]],
  I: [[12, 12, 12]],
  R: [
    [16, 8, 8],
    [8, 16, 16],
  ],
  F: [
    [0, 12, 12],
    [12, 0, 12],
  ],
};

/**
 * All operations of a group in the cell, the identity first; undefined if the text is no Hall symbol. A change of basis
 * is known only as a shift of the origin, in twelfths: `P 31 2 (0 0 4)`.
 * @source Hall 1981, doi:10.1107/S0567739481001228
 */
export function hallOperations(symbol: string): readonly Operation[] | undefined {
  const text = symbol.trim().replaceAll("_", " ");
  const match =
    /^(-?)([PABCIRF])((?:\s+-?[12346][xyz'"*]?[abcnuvwd1-5]*)+)\s*(?:\(\s*(-?\d+)\s+(-?\d+)\s+(-?\d+)\s*\))?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, inversion, lattice, body, ...origin] = match;
  const words = body!.trim().split(/\s+/);
  const generators = words.map((word, i) => generator(word, i, words[i - 1]));
  if (!generators.every((step) => step !== undefined)) return undefined;
  const v = origin.map((twelfths) => 2 * Number(twelfths ?? 0));
  const moved = generators.map(({ rotation, translation }) => {
    const turned = times(rotation, v);
    return { rotation, translation: translation.map((t, k) => t + v[k]! - turned[k]!) };
  });
  const centre = inversion === "-" ? [{ rotation: one.map((x) => -x), translation: v.map((x) => 2 * x) }] : [];
  const centred = centrings[lattice!]!.map((translation) => ({ rotation: one, translation }));
  return closed([...centred, ...centre, ...moved])?.map(({ rotation, translation }) => {
    return { rotation, translation: translation.map((t) => t / unit) };
  });
}

function generator(word: string, place: number, before: string | undefined): Step | undefined {
  const [, sign, order, given, rest] = /^(-?)(\d)([xyz'"*]?)(.*)$/.exec(word)!; // as the symbol's pattern has it
  const axis = given || usualAxis(order!, place, before?.replace("-", "")[0]);
  const proper = /[xyz]/.test(axis) ? about(turns[order!]!, axis) : diagonals[order! + axis];
  if (!proper) return undefined;
  const translation = [0, 0, 0];
  for (const letter of rest!) {
    const screw = [0, 0, 0];
    if (/\d/.test(letter)) screw["xyz".indexOf(axis)] = (unit * Number(letter)) / Number(order);
    (shifts[letter] ?? screw).forEach((t, k) => {
      translation[k] = translation[k]! + t;
    });
  }
  return { rotation: sign === "-" ? proper.map((x) => -x) : proper, translation };
}

/** Where no axis is written: c first, then a or a − b, then a + b + c. */
function usualAxis(order: string, place: number, before: string | undefined): string {
  if (place === 1 && order === "2") return before === "3" || before === "6" ? "'" : "x";
  return place === 2 && order === "3" ? "*" : "z";
}

/** A turn about z as one about another axis. */
function about(matrix: Matrix, axis: string): Matrix {
  const shift = { x: 2, y: 1, z: 0 }[axis]!; // x takes the part of z, y that of x, z that of y
  const to = (k: number) => (k + shift) % 3;
  return one.map((_, i) => matrix[3 * to(Math.floor(i / 3)) + to(i % 3)]!);
}

const times = (matrix: Matrix, v: readonly number[]) =>
  [0, 1, 2].map((row) => matrix[3 * row]! * v[0]! + matrix[3 * row + 1]! * v[1]! + matrix[3 * row + 2]! * v[2]!);

function product(a: Step, b: Step): Step {
  const columns = [0, 1, 2].map((k) => times(a.rotation, [b.rotation[k]!, b.rotation[3 + k]!, b.rotation[6 + k]!]));
  const turned = times(a.rotation, b.translation);
  return {
    rotation: one.map((_, i) => columns[i % 3]![Math.floor(i / 3)]!),
    translation: turned.map((t, k) => (((t + a.translation[k]!) % unit) + unit) % unit),
  };
}

/** The group that they generate; undefined if it grows beyond the 192 operations of the largest. */
function closed(generators: readonly Step[]): readonly Step[] | undefined {
  const group: Step[] = [{ rotation: one, translation: [0, 0, 0] }];
  const seen = new Set([String(Object.values(group[0]!))]);
  for (let i = 0; i < group.length; i++) {
    for (const each of generators) {
      const next = product(group[i]!, each);
      const name = String(Object.values(next));
      if (!seen.has(name)) group.push(next);
      seen.add(name);
      if (group.length > 192) return undefined;
    }
  }
  return group;
}
