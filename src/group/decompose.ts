import { RepError } from "../error.js";
import { fold, key, uniform } from "../random.js";
import { symmetricEigen } from "./exponential.js";
import type { Plain, Representation } from "./group.js";
import { intertwiners, nullVectors } from "./intertwiners.js";
import { combine, distance, innerProduct, largest } from "./kronecker.js";
import { derivative, groupOf } from "./lieAlgebra.js";
import { type Matrix, multiply, orthonormalRows, scale, transpose } from "./matrix.js";
import { copies, directSum, inBasis } from "./representation.js";

/** A representation taken apart: Q⁻¹ V(g) Q is the direct sum of the irreps. */
export interface Decomposition<E extends Plain = Plain> {
  /** The irreps that occur, in the order of the group's list; one that the list lacks is named by its dimension. */
  readonly parts: readonly { readonly irrep: Representation<E>; readonly multiplicity: number }[];
  /** Q [dim V, dim V], the new basis in its columns; orthogonal where V is. */
  readonly basis: Matrix;
  /** The direct sum, copy after copy. */
  readonly sum: Representation<E>;
}

/**
 * Takes a representation apart into irreps, with the change of basis. Copies of an irrep D are found as the intertwiners
 * D → V; what no irrep of the group's list explains is split by a generic symmetric matrix that commutes with it (where the
 * matrices of V are closed under transposition: compact groups; SL, Sp, SO(1,3) in their usual bases).
 * @throws RepError if V is not a sum of irreps: such as E(n) on (x, 1), where translations do not split off
 */
export function decompose<E extends Plain>(V: Representation<E>): Decomposition<E> {
  const G = groupOf("decompose", V);
  const parts: { irrep: Representation<E>; multiplicity: number }[] = [];
  const columns: number[][] = [];
  for (const irrep of G.irreps) {
    if (irrep.dimension > V.dimension - columns.length) continue;
    const blocks = independent(intertwiners(irrep, V).basis, irrep);
    if (blocks.length === 0) continue;
    parts.push({ irrep, multiplicity: blocks.length });
    columns.push(...blocks.flatMap((x) => transpose(x) as number[][]));
    if (columns.length === V.dimension) break;
  }
  if (columns.length < V.dimension) {
    const rest = complement(orthonormalRows(columns), V.dimension);
    if (!isInvariant(V, rest)) throw notSemisimple(V, columns.length);
    for (const { irrep, blocks } of unknownIrreps(V, rest)) {
      parts.push({ irrep, multiplicity: blocks.length });
      columns.push(...blocks.flatMap((x) => transpose(x) as number[][]));
    }
  }
  if (columns.length !== V.dimension) throw notSemisimple(V, columns.length);
  const sum = directSum(...parts.map(({ irrep, multiplicity }) => copies(irrep, multiplicity)));
  const name = parts.map(({ irrep, multiplicity }) => `${multiplicity}x${irrep.name}`).join(" + ");
  return { parts, basis: transpose(columns), sum: { ...sum, name } };
}

/**
 * Of all intertwiners D → V one for each copy of D: Hom is a module over what commutes with D (real, complex or
 * quaternionic numbers), and each chosen one takes its whole orbit away. Scaled to isometries where both are orthogonal.
 */
function independent<E extends Plain>(all: readonly Matrix[], irrep: Representation<E>): readonly Matrix[] {
  if (all.length === 0) return [];
  const commuting = intertwiners(irrep, irrep).basis;
  const used: Matrix[] = [];
  const chosen: Matrix[] = [];
  for (const x of all) {
    const rest = [...used, ...used].reduce((left, q) => combine(1, left, -innerProduct(q, left), q), x);
    const size = Math.sqrt(innerProduct(rest, rest));
    if (size < 1e-6) continue;
    const unit = scale(1 / size, rest);
    chosen.push(scale(Math.sqrt(irrep.dimension), unit));
    for (const c of commuting) {
      const image = multiply(unit, c);
      const fresh = [...used, ...used].reduce((left, q) => combine(1, left, -innerProduct(q, left), q), image);
      const length = Math.sqrt(innerProduct(fresh, fresh));
      if (length > 1e-6) used.push(scale(1 / length, fresh));
    }
  }
  return chosen;
}

interface Found<E extends Plain> {
  readonly irrep: Representation<E>;
  readonly blocks: readonly Matrix[];
}

/** Splits the invariant subspace that the orthonormal rows span; equivalent pieces are brought to equal matrices. */
function unknownIrreps<E extends Plain>(V: Representation<E>, rows: Matrix): readonly Found<E>[] {
  const rest = inBasis(V, transpose(rows));
  const commutant = intertwiners(rest, rest).basis;
  const weights = uniform(fold(key(0), "commutant"), commutant.length, -1, 1);
  const generic = commutant.reduce(
    (sum, x, i) => combine(1, sum, weights[i]! / 2, combine(1, x, 1, transpose(x))),
    scale(0, commutant[0]!),
  );
  const { values, vectors } = symmetricEigen(generic);
  const found: { irrep: Representation<E>; blocks: Matrix[] }[] = [];
  for (let start = 0; start < values.length; ) {
    let end = start + 1;
    while (end < values.length && values[end]! - values[end - 1]! < 1e-8) end++;
    // One irreducible piece for each eigenvalue, since the matrix is generic.
    const basis = multiply(transpose(rows), transpose(vectors.slice(start, end)));
    if (!isInvariant(V, transpose(basis))) throw notSemisimple(V, V.dimension - rows.length);
    start = end;
    const piece = inBasis(V, basis);
    const known = found.find(
      ({ irrep }) => irrep.dimension === piece.dimension && intertwiners(irrep, piece).dimension > 0,
    );
    if (!known) {
      const same = found.filter(({ irrep }) => irrep.dimension === piece.dimension).length;
      const name = `dim${piece.dimension}${same > 0 ? String.fromCharCode(97 + same) : ""}`;
      found.push({ irrep: { ...inBasis(V, basis, name), isIrreducible: true }, blocks: [basis] });
      continue;
    }
    const map = intertwiners(known.irrep, piece).basis[0]!;
    known.blocks.push(multiply(basis, scale(Math.sqrt(piece.dimension), map)));
  }
  return found;
}

/** Does V keep the span of the orthonormal rows? */
function isInvariant<E extends Plain>(V: Representation<E>, rows: Matrix): boolean {
  return [...groupOf("decompose", V).generators.map((g) => V.matrix(g)), ...derivative(V)].every((a) => {
    const images = multiply(rows, transpose(a));
    return distance(images, multiply(multiply(images, transpose(rows)), rows)) < 1e-8 * Math.max(1, largest(a));
  });
}

/** Orthonormal rows that span what is orthogonal to the given ones, themselves orthonormal. */
const complement = (rows: Matrix, n: number): Matrix =>
  nullVectors(
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => rows.reduce((s, r) => s + r[i]! * r[j]!, 0)),
    ),
  );

const notSemisimple = (V: Representation, found: number) =>
  new RepError("decompose", {
    expected: "a sum of irreps of its group",
    got: `${V.name}, of whose ${V.dimension} dimensions ${found} are in irreps`,
  });
