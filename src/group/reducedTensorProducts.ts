import { InputError } from "../error.js";
import { symmetricEigen } from "./exponential.js";
import { type IndexSymmetry, indexSymmetries, type TensorOrbit, tensorOrbits } from "./indexSymmetry.js";
import { type Irreps, irreps } from "./irreps.js";
import { trace } from "./kronecker.js";
import { type Matrix, multiply, scale, transpose } from "./matrix.js";
import { type ProductBasisOptions, type ProductCopy, productBasis } from "./productBasis.js";

/** The irreps of the tensors with given symmetries, and where they lie. */
export interface ReducedTensorProducts {
  /** Sorted: by l, odd before even. */
  readonly irreps: Irreps;
  /** Of each index, in the order of the formula. */
  readonly inputs: readonly Irreps[];
  /** [irreps.dimension, d₁, d₂, …] */
  readonly shape: readonly number[];
  /** Row-major; orthonormal rows, each a tensor with the symmetries. */
  readonly changeOfBasis: Float64Array;
}

/**
 * Takes the tensors with given symmetries of their indices apart into irreps of O(3): the change of basis Q with
 * Q (D₁(g) ⊗ D₂(g) ⊗ …) = D(g) Q. Of equal irreps the basis is e3nn's: Gram–Schmidt on the projector's rows, in the order of
 * the couplings.
 * @param formula "ij=-ji": the same letters in other orders, with signs; "ij" is no symmetry
 * @param indices irreps by letter; of letters that the formula exchanges one is enough
 * @param filterOut irreps wanted, by name: ["0e", "2e"]; all if not given
 * @param filterMid irreps to which the products of the first two, three, … indices are restricted; then only the tensors
 * that such couplings reach
 * @returns no irreps where only 0 has the symmetries, as for "ij=-ij"
 * @throws InputError on another formula, a letter without irreps or that does not occur, different irreps for exchanged letters,
 * or where the result has more than 2²⁴ numbers. RepError on irreps not of e3nn's grammar
 * @source e3nn 0.6, `ReducedTensorProducts`
 */
export function reducedTensorProducts(
  formula: string,
  indices: Readonly<Record<string, string | Irreps>>,
  { filterOut, filterMid }: ProductBasisOptions = {},
): ReducedTensorProducts {
  const { letters, symmetries } = indexSymmetries(formula);
  const inputs = inputsOf(letters, symmetries, indices);
  const copies = productBasis(inputs, { filterOut: named(filterOut), filterMid: named(filterMid) });
  const shape = inputs.map(({ dimension }) => dimension);
  const orbits = tensorOrbits(shape, symmetries);
  const found = grouped(copies).flatMap((same) =>
    solutions(same, orbits, !filterMid).map((weights) => ({ irrep: same[0]!.irrep, rows: combined(same, weights) })),
  );
  const out = irreps(found.map(({ irrep }) => ({ multiplicity: 1, irrep }))).simplify();
  const changeOfBasis = new Float64Array(out.dimension * shape.reduce((a, b) => a * b, 1));
  let start = 0;
  for (const { rows } of found) {
    changeOfBasis.set(rows, start);
    start += rows.length;
  }
  return { irreps: out, inputs, shape: [out.dimension, ...shape], changeOfBasis };
}

/** "1x2e" and "2e" are one name. */
const named = (filter: readonly string[] | undefined) =>
  filter?.flatMap((one) => irreps(one).map(({ irrep }) => irrep));

/** The irreps of each letter. */
function inputsOf(
  letters: readonly string[],
  symmetries: readonly IndexSymmetry[],
  indices: Readonly<Record<string, string | Irreps>>,
): readonly Irreps[] {
  const wrong = (expected: string, got: string) => new InputError("reducedTensorProducts", { expected, got });
  const other = Object.keys(indices).find((letter) => !letters.includes(letter));
  if (other !== undefined) throw wrong(`irreps of ${letters.join(", ")}`, other);
  return letters.map((letter, i) => {
    const exchanged = new Set(symmetries.map(({ to }) => letters[to[i]!]!));
    const stated = [...exchanged].flatMap((each) => (indices[each] === undefined ? [] : [irreps(indices[each])]));
    const differing = stated.find((each) => String(each) !== String(stated[0]));
    if (differing) throw wrong(`the same irreps for ${[...exchanged].join(", ")}`, `${stated[0]} and ${differing}`);
    if (!stated[0]) throw wrong(`irreps of ${letter}`, Object.keys(indices).join(", ") || "none");
    return stated[0];
  });
}

/** Runs of copies of one irrep. */
function grouped(copies: readonly ProductCopy[]): readonly (readonly ProductCopy[])[] {
  const names = [...new Set(copies.map(({ irrep }) => irrep))];
  return names.map((name) => copies.filter(({ irrep }) => irrep === name));
}

/**
 * Which combinations of the copies have the symmetries: orthonormal, one a row. By Schur's lemma one component tells.
 * @param isBasis whether the copies are all there are of their irrep
 */
function solutions(copies: readonly ProductCopy[], orbits: readonly TensorOrbit[], isBasis: boolean): Matrix {
  if (orbits.length === 0) return [];
  const overlaps = copies.map(({ rows }) =>
    orbits.map(
      ({ positions, signs }) =>
        positions.reduce((sum, at, i) => sum + signs[i]! * rows[at]!, 0) / Math.sqrt(positions.length),
    ),
  );
  // Squared cosines of the angles between both spaces: 1 on what they share, else 0 where the copies are a basis.
  const cosines = multiply(overlaps, transpose(overlaps));
  const projector = isBasis ? cosines : eigenprojector(cosines);
  return orthonormalized(projector, Math.round(trace(projector)));
}

/** On the vectors that a matrix with eigenvalues 0 … 1 leaves alone. */
function eigenprojector(a: Matrix): Matrix {
  const { values, vectors } = symmetricEigen(a);
  const kept = vectors.filter((_, i) => values[i]! > 1 - 1e-9);
  return kept.length > 0 ? multiply(transpose(kept), kept) : scale(0, a);
}

/** Gram–Schmidt on the rows of a projector of known rank; so each first entry that is not 0 is positive. */
function orthonormalized(projector: Matrix, rank: number): Matrix {
  const done: Float64Array[] = [];
  for (const row of projector) {
    if (done.length === rank) break;
    const x = Float64Array.from(row);
    for (const q of [...done, ...done]) subtractShare(x, q); // twice round against cancellation
    const size = Math.hypot(...x);
    if (size < negligible) continue;
    done.push(x.map((value) => (Math.abs(value) < negligible * size ? 0 : value / size)));
  }
  return done.map((one) => [...one]);
}

function subtractShare(x: Float64Array, unit: Float64Array): void {
  let share = 0;
  for (let i = 0; i < x.length; i++) share += x[i]! * unit[i]!;
  if (share !== 0) for (let i = 0; i < x.length; i++) x[i]! -= share * unit[i]!;
}

const negligible = 1e-9;

function combined(copies: readonly ProductCopy[], weights: readonly number[]): Float64Array {
  const out = new Float64Array(copies[0]!.rows.length);
  copies.forEach(({ rows }, u) => {
    const weight = weights[u]!;
    if (weight !== 0) for (let i = 0; i < out.length; i++) out[i]! += weight * rows[i]!;
  });
  return out;
}
