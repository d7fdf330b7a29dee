// Hom_G(V, W): all matrices X with W(g) X = X V(g).
import { InputError, RepError } from "../error.js";
import { fold, key, uniform } from "../random.js";
import { symmetricEigen } from "./exponential.js";
import type { Plain, Representation } from "./group.js";
import { combine, distance, innerProduct, largest } from "./kronecker.js";
import { derivative, groupOf } from "./lieAlgebra.js";
import { apply, identity, type Matrix, multiply, square, transpose } from "./matrix.js";
import { spin } from "./meatAxe.js";
import { orbitBasis } from "./orbits.js";

/** All equivariant linear maps. */
export interface Intertwiners {
  readonly dimension: number;
  /** Matrices [dim W, dim V], orthonormal: tr(Xᵢᵀ Xⱼ) = δᵢⱼ. */
  readonly basis: readonly Matrix[];
}

/** One condition w X = X v: of a generator of the group or an element of its Lie algebra. */
export interface Condition {
  readonly v: Matrix;
  readonly w: Matrix;
}

/** The largest number of unknowns that is solved for at once. */
const unknownLimit = 3_000;
/** The largest dim V · dim W where the matrices are not closed under transposition. */
const entryLimit = 20_000;

/**
 * A basis of Hom_G(V, W) for any group and any two representations; the same one in each run.
 *
 * Direct sums are taken apart and irreps of the index compared by name (Schur); signed permutations need only orbits;
 * the rest is the nullspace of W(g) X = X V(g) over the generators and the Lie algebra. Where the matrices are closed
 * under transposition (compact groups, and SL, Sp, SO(1,3) in their usual bases) X must carry the eigenspaces of a
 * generic symmetric element of the algebra they generate to the same eigenspaces, which leaves few unknowns; else X
 * is fixed by its values on a few vectors that generate V.
 * @returns dimension and basis
 * @throws RepError if a group is not stated or they differ, or matrices are not finite and of one size; whether V and W
 * are homomorphisms is left to `checkRepresentation`
 * @throws InputError if more than 3,000 unknowns remain, or dim V · dim W is above 20,000 and nothing is symmetric
 * @source Finzi et al. 2021, arXiv:2104.09459, eq. 4–5 (the conditions)
 */
export function intertwiners<E extends Plain>(V: Representation<E>, W: Representation<E>): Intertwiners {
  groupOf("intertwiners", V, W);
  const [sources, targets] = [V.parts ?? [V], W.parts ?? [W]];
  if (sources.length === 1 && targets.length === 1) return asResult(between(sources[0]!, targets[0]!));
  const known = new Map<string, readonly Matrix[]>();
  const basis: Matrix[] = [];
  let row = 0;
  for (const [i, target] of targets.entries()) {
    let column = 0;
    for (const [j, source] of sources.entries()) {
      // The same object twice, as in copies(V, n), is solved once.
      const pair = `${sources.indexOf(source)}:${targets.indexOf(target)}`;
      const found = known.get(pair) ?? between(sources[j]!, targets[i]!);
      known.set(pair, found);
      for (const x of found) basis.push(placed(x, row, column, W.dimension, V.dimension));
      column += source.dimension;
    }
    row += target.dimension;
  }
  return asResult(basis);
}

const asResult = (basis: readonly Matrix[]): Intertwiners => ({ dimension: basis.length, basis });

/** Hom of two summands. */
function between<E extends Plain>(V: Representation<E>, W: Representation<E>): readonly Matrix[] {
  if (V.isIrreducible && W.isIrreducible && isOfIndex(V) && isOfIndex(W) && V.name !== W.name) return []; // Schur
  return nullspace(conditions(V, W), V.dimension, W.dimension);
}

const isOfIndex = (V: Representation) =>
  V.group!.irreps.some(({ name, matrix }) => name === V.name && matrix === V.matrix);

/** W(g) X = X V(g) for generators g and the Lie algebra; of a compact group also for random elements, which sharpen it. */
function conditions<E extends Plain>(V: Representation<E>, W: Representation<E>): readonly Condition[] {
  const G = groupOf("intertwiners", V, W);
  const at = (g: E): Condition => ({ v: checked(V, V.matrix(g)), w: checked(W, W.matrix(g)) });
  const discrete = G.generators.map(at);
  const [dv, dw] = G.lieAlgebra().length > 0 ? [derivative(V), derivative(W)] : [[], []];
  const continuous = dv.map((v, i) => ({ v: checked(V, v), w: checked(W, dw[i]!) }));
  const isPermuting = continuous.length === 0 && [...discrete].every(({ v, w }) => isMonomial(v) && isMonomial(w));
  if (isPermuting || !V.isOrthogonal || !W.isOrthogonal) return [...discrete, ...continuous];
  return [...discrete, ...continuous, ...Array.from({ length: 8 }, (_, i) => at(G.random(fold(key(0), i))))];
}

function checked(V: Representation, a: Matrix): Matrix {
  const n = V.dimension;
  if (a.length !== n || !a.every((row) => row.length === n && row.every(Number.isFinite)))
    throw new RepError("intertwiners", {
      expected: `finite matrices [${n}, ${n}] of ${V.name}`,
      got: a.length === n ? "other rows" : `${a.length} rows`,
      hint: "checkRepresentation(V) tells more.",
    });
  return a;
}

/** An orthonormal basis of the matrices X [m, n] with w X = X v for every condition. */
export function nullspace(given: readonly Condition[], n: number, m: number): readonly Matrix[] {
  const real = given.filter(({ v, w }) => !(isScalar(v) && isScalar(w) && near(v[0]?.[0] ?? 0, w[0]?.[0] ?? 0)));
  if (real.length === 0) return Array.from({ length: n * m }, (_, i) => placed([[1]], Math.floor(i / n), i % n, m, n));
  if (real.every(({ v, w }) => isMonomial(v) && isMonomial(w))) return orbitBasis(real, n, m);
  const symmetric = symmetricElement(real);
  if (symmetric) return ofEigenspaces(real, symmetric);
  if (n * m <= 256) return dense(real, n, m);
  checkUnknowns(n * m, entryLimit);
  return orthonormal(spin(real, n, m, nullVectors));
}

/**
 * A generic symmetric element of the algebra that the conditions generate, undefined if the algebra is not seen to be
 * closed under transposition: matrices orthogonal, symmetric or antisymmetric in both representations, or a Lie algebra
 * that contains its transposes, the same ones in both.
 */
function symmetricElement(given: readonly Condition[]): Condition | undefined {
  const plain = given.filter(({ v, w }) => sameKind(v, w));
  const others = given.filter((one) => !plain.includes(one));
  if (others.length > 0 && !spanTransposes(given, others)) return undefined;
  const weights = uniform(fold(key(0), "weights"), given.length * given.length * 2, 0.5, 1.5);
  const scale = (a: Matrix) => 1 / Math.max(1, largest(a));
  let [v, w] = [square(given[0]!.v.length, () => 0), square(given[0]!.w.length, () => 0)];
  given.forEach((a, i) => {
    v = combine(1, v, weights[i]!, a.v);
    w = combine(1, w, weights[i]!, a.w);
    const b = given[(i + 1) % given.length]!;
    // Products of two: of antisymmetric matrices these are the first that are symmetric.
    const weight = weights[given.length + i]! * scale(a.v) * scale(b.v);
    // a (b + 0.7 aᵀ)
    v = combine(1, v, weight, multiply(a.v, combine(1, b.v, 0.7, transpose(a.v))));
    w = combine(1, w, weight, multiply(a.w, combine(1, b.w, 0.7, transpose(a.w))));
  });
  return { v: combine(0.5, v, 0.5, transpose(v)), w: combine(0.5, w, 0.5, transpose(w)) };
}

/** Both orthogonal, both symmetric or both antisymmetric: then the transpose of each is ± it or its inverse. */
function sameKind(v: Matrix, w: Matrix): boolean {
  const isOrthogonal = (a: Matrix) => distance(multiply(a, transpose(a)), identity(a.length)) < 1e-9;
  const isAlternating = (a: Matrix, s: 1 | -1) => {
    const tolerance = 1e-10 * Math.max(1, largest(a));
    return a.every((row, i) => row.every((x, j) => j > i || Math.abs(x - s * a[j]![i]!) <= tolerance));
  };
  return (
    (isAlternating(v, 1) && isAlternating(w, 1)) ||
    (isAlternating(v, -1) && isAlternating(w, -1)) ||
    (isOrthogonal(v) && isOrthogonal(w))
  );
}

/** Do the transposes of the pairs in question lie in the span of those given? */
function spanTransposes(given: readonly Condition[], inQuestion: readonly Condition[]): boolean {
  const flat = given.map(({ v, w }) => [...v.flat(), ...w.flat()]);
  const turned = inQuestion.map(({ v, w }) => [...transpose(v).flat(), ...transpose(w).flat()]);
  const gram = multiply(flat, transpose(flat));
  const { values, vectors } = symmetricEigen(gram);
  const top = Math.max(...values);
  // Orthonormal frame of the span: eigenvectors of the Gram matrix, scaled.
  const frame = vectors.flatMap((vector, i) => {
    if (values[i]! < 1e-11 * top) return [];
    const row = apply(transpose(flat), vector).map((x) => x / Math.sqrt(values[i]!));
    return [row];
  });
  return turned.every((x) => {
    const inside = apply(transpose(frame), apply(frame, x));
    const size = Math.sqrt(innerProduct([x], [x]));
    return x.every((value, i) => Math.abs(value - inside[i]!) <= 1e-9 * Math.max(1, size));
  });
}

/** X carries the eigenspaces of symmetric.v to those of symmetric.w; the remaining unknowns are solved for. */
function ofEigenspaces(given: readonly Condition[], symmetric: Condition): readonly Matrix[] {
  const [left, right] = [symmetricEigen(symmetric.v), symmetricEigen(symmetric.w)];
  const tolerance = 1e-8 * Math.max(1e-300, ...left.values.map(Math.abs), ...right.values.map(Math.abs));
  const pairs: [j: number, i: number][] = [];
  let start = 0;
  right.values.forEach((value, i) => {
    while (start < left.values.length && left.values[start]! < value - tolerance) start++;
    for (let j = start; j < left.values.length && left.values[j]! <= value + tolerance; j++) pairs.push([j, i]);
  });
  if (pairs.length === 0) return [];
  const turned = given.map(({ v, w }) =>
    withSquares({
      v: multiply(multiply(left.vectors, v), transpose(left.vectors)),
      w: multiply(multiply(right.vectors, w), transpose(right.vectors)),
    }),
  );
  const components = connected(pairs, turned);
  return components.flatMap((component) => {
    checkUnknowns(component.length);
    return nullVectors(gramOf(component, turned)).map((x) => assemble(component, x, left.vectors, right.vectors));
  });
}

/** A condition with v vᵀ and wᵀ w. */
type Squared = ReturnType<typeof withSquares>;
const withSquares = ({ v, w }: Condition) => ({ v, w, vv: multiply(v, transpose(v)), ww: multiply(transpose(w), w) });

/** X = Σ x[a] wᵢ vⱼᵀ. */
function assemble(pairs: readonly [number, number][], x: readonly number[], left: Matrix, right: Matrix): Matrix {
  const rows = new Map<number, number[]>();
  pairs.forEach(([j, i], a) => {
    const row = rows.get(i) ?? rows.set(i, new Array<number>(left.length).fill(0)).get(i)!;
    const vector = left[j]!;
    for (let k = 0; k < row.length; k++) row[k]! += x[a]! * vector[k]!;
  });
  const out = right.map(() => new Array<number>(left.length).fill(0));
  for (const [i, row] of rows)
    for (let p = 0; p < out.length; p++) {
      const weight = right[i]![p]!;
      if (weight !== 0) for (let k = 0; k < row.length; k++) out[p]![k]! += weight * row[k]!;
    }
  return out;
}

/** Unknowns that no condition couples are solved for apart. */
function connected(pairs: readonly [number, number][], given: readonly Squared[]): [number, number][][] {
  // (j, i) and (k, l) may meet where v or v vᵀ couples j and k, and w or wᵀ w couples i and l.
  const links = (all: readonly Matrix[]): boolean[][] => {
    const n = all[0]!.length;
    const out = Array.from({ length: n }, (_, a) => Array.from({ length: n }, (_, b) => a === b));
    for (const x of all) {
      const least = 1e-9 * Math.max(1e-300, largest(x));
      x.forEach((row, a) => {
        row.forEach((value, b) => {
          if (Math.abs(value) > least) out[a]![b] = out[b]![a] = true;
        });
      });
    }
    return out;
  };
  const v = links(given.flatMap((one) => [one.v, one.vv]));
  const w = links(given.flatMap((one) => [one.w, one.ww]));
  const left = new Set(pairs);
  const out: [number, number][][] = [];
  for (const first of pairs) {
    if (!left.delete(first)) continue;
    const component = [first];
    for (const [j, i] of component)
      for (const other of left) {
        const [k, l] = other;
        if (v[j]![k]! && w[i]![l]!) {
          left.delete(other);
          component.push(other);
        }
      }
    out.push(component);
  }
  return out;
}

/** ⟨C E_a, C E_b⟩ summed over the conditions C X = w X − X v, for the rank-one matrices E = wᵢ vⱼᵀ. */
function gramOf(pairs: readonly [number, number][], given: readonly Squared[]): Matrix {
  const out = pairs.map(() => new Array<number>(pairs.length).fill(0));
  for (const { v, w, vv, ww } of given) {
    const factor = 1 / Math.max(1, largest(vv), largest(ww));
    pairs.forEach(([j, i], a) => {
      const row = out[a]!;
      for (let b = 0; b <= a; b++) {
        const [k, l] = pairs[b]!;
        const same = (j === k ? ww[i]![l]! : 0) + (i === l ? vv[j]![k]! : 0);
        row[b]! += factor * (same - w[i]![l]! * v[j]![k]! - w[l]![i]! * v[k]![j]!);
      }
    });
  }
  for (let a = 0; a < out.length; a++) for (let b = a + 1; b < out.length; b++) out[a]![b] = out[b]![a]!;
  return out;
}

/** The whole space of matrices [m, n] at once. */
function dense(given: readonly Condition[], n: number, m: number): readonly Matrix[] {
  const pairs = Array.from({ length: n * m }, (_, a): [number, number] => [a % n, Math.floor(a / n)]);
  return nullVectors(gramOf(pairs, given.map(withSquares))).map((x) =>
    Array.from({ length: m }, (_, i) => x.slice(i * n, (i + 1) * n)),
  );
}

/** Orthonormal vectors that a positive semidefinite matrix takes to 0: eigenvalues below 1e-11 of the largest. */
export function nullVectors(gram: Matrix): Matrix {
  checkUnknowns(gram.length);
  const top = gram.reduce((most, row, i) => Math.max(most, row[i]!), 0);
  if (top < 1e-13) return identity(gram.length);
  const { values, vectors } = symmetricEigen(gram);
  return vectors.filter((_, i) => values[i]! < 1e-11 * Math.max(top, values.at(-1)!));
}

function checkUnknowns(n: number, limit = unknownLimit): void {
  if (n > limit)
    throw new InputError("intertwiners", {
      expected: `at most ${limit} unknowns`,
      got: String(n),
      hint: "split the representations into direct sums.",
    });
}

/** Gram–Schmidt, twice round. */
function orthonormal(all: readonly Matrix[]): readonly Matrix[] {
  const done: Matrix[] = [];
  for (const x of all) {
    const rest = [...done, ...done].reduce((left, q) => combine(1, left, -innerProduct(q, left), q), x);
    const size = Math.sqrt(innerProduct(rest, rest));
    done.push(rest.map((row) => row.map((value) => value / size)));
  }
  return done;
}

function placed(x: Matrix, row: number, column: number, m: number, n: number): Matrix {
  const out = Array.from({ length: m }, () => new Array<number>(n).fill(0));
  x.forEach((values, i) => {
    values.forEach((value, j) => {
      out[row + i]![column + j] = value;
    });
  });
  return out;
}

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-13;
const isScalar = (a: Matrix) => a.every((row, i) => row.every((x, j) => near(x, i === j ? a[0]![0]! : 0)));

/** One entry ±1 in each row and column, the others exactly 0. */
const isMonomial = (a: Matrix): boolean => {
  const columns = new Set<number>();
  return a.every((row) => {
    const at = row.findIndex((x) => x !== 0);
    if (at < 0 || columns.has(at) || Math.abs(row[at]!) !== 1) return false;
    columns.add(at);
    for (let j = at + 1; j < row.length; j++) if (row[j] !== 0) return false;
    return true;
  });
};
