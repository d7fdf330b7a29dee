// Symmetries of the indices of a tensor, as e3nn writes them: "ij=-ji" is T[i, j] = −T[j, i].
import { InputError } from "../error.js";
import { compose, type Permutation } from "./permutations.js";

/** T[x₀, x₁, …] = sign · T[x of to[0], x of to[1], …]. */
export interface IndexSymmetry {
  readonly sign: 1 | -1;
  readonly to: Permutation;
}

const letterLimit = 8;

/**
 * All symmetries that follow from a formula: "ijk=jik=ikj" has six.
 * @param formula the same letters in other orders, each with a minus sign or none; the first has none
 * @throws InputError if it is not of this form, or has more than 8 letters
 */
export function indexSymmetries(formula: string): {
  readonly letters: readonly string[];
  readonly symmetries: readonly IndexSymmetry[];
} {
  const terms = formula.split("=").map((term) => /^\s*(-?)\s*([A-Za-z]+)\s*$/.exec(term));
  const letters = [...(terms[0]?.[2] ?? "")];
  const isFormula = terms.every(
    (term, i) =>
      term && new Set(term[2]).size === letters.length && sorted(term[2]!) === sorted(letters) && !(i === 0 && term[1]),
  );
  if (!isFormula || letters.length > letterLimit) {
    const expected = `a formula of at most ${letterLimit} different letters, as "ijk=jik=-kji"`;
    throw new InputError("reducedTensorProducts", { expected, got: `"${formula}"` });
  }
  const stated = terms.map(
    (term): IndexSymmetry => ({
      sign: term![1] ? -1 : 1,
      to: [...term![2]!].map((letter) => letters.indexOf(letter)),
    }),
  );
  return { letters, symmetries: closed(stated) };
}

const sorted = (letters: Iterable<string>): string => [...letters].sort().join("");

/** The group that the symmetries generate; the first is the identity. */
function closed(stated: readonly IndexSymmetry[]): readonly IndexSymmetry[] {
  const found = new Map(stated.slice(0, 1).map((one) => [keyOf(one), one]));
  for (const one of found.values())
    for (const other of stated) {
      const next: IndexSymmetry = { sign: one.sign === other.sign ? 1 : -1, to: compose(one.to, other.to) };
      if (!found.has(keyOf(next))) found.set(keyOf(next), next);
    }
  return [...found.values()];
}

const keyOf = ({ sign, to }: IndexSymmetry): string => `${sign}:${to}`;

/** Entries of a tensor that its symmetries make equal, up to sign. */
export interface TensorOrbit {
  /** Row-major. */
  readonly positions: readonly number[];
  readonly signs: readonly (1 | -1)[];
}

/**
 * The tensors of a shape that have all symmetries: signs/√(number of positions) on each orbit is an orthonormal basis.
 * Orbits on which such a tensor is 0 are left out.
 * @param symmetries a group, which moves only between axes of one length
 */
export function tensorOrbits(shape: readonly number[], symmetries: readonly IndexSymmetry[]): readonly TensorOrbit[] {
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const size = shape.reduce((a, b) => a * b, 1);
  const isSeen = new Uint8Array(size);
  const orbits: TensorOrbit[] = [];
  for (let position = 0; position < size; position++) {
    if (isSeen[position]) continue;
    const index = shape.map((length, axis) => Math.floor(position / steps[axis]!) % length);
    const signs = new Map<number, 1 | -1>();
    let isZero = false;
    for (const { sign, to } of symmetries) {
      let image = 0;
      for (let axis = 0; axis < shape.length; axis++) image += index[to[axis]!]! * steps[axis]!;
      isZero ||= signs.get(image) === (sign === 1 ? -1 : 1);
      signs.set(image, sign);
      isSeen[image] = 1;
    }
    if (!isZero) orbits.push({ positions: [...signs.keys()], signs: [...signs.values()] });
  }
  return orbits;
}
