// Exponential and logarithm of small matrices on the host.
import { Matrix as Dense, EigenvalueDecomposition, inverse as invert } from "ml-matrix";
import { InputError } from "../error.js";
import { combine, distance, largest } from "./kronecker.js";
import { apply, determinant, identity, type Matrix, multiply, scale, transpose } from "./matrix.js";

/**
 * exp(x) of a square matrix.
 * @source Higham 2005, "The scaling and squaring method for the matrix exponential revisited", here with a Taylor sum
 */
export function exponential(x: Matrix): Matrix {
  checkEntries("exponential", x);
  const norm = Math.max(0, ...x.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  const halvings = norm > 0.5 ? Math.ceil(Math.log2(norm / 0.5)) : 0;
  const small = scale(2 ** -halvings, x);
  let [term, sum] = [identity(x.length), identity(x.length)];
  for (let k = 1; k <= 16; k++) {
    term = scale(1 / k, multiply(term, small)); // 0.5¹⁶ / 16! is below 1e-18
    sum = combine(1, sum, 1, term);
  }
  for (let k = 0; k < halvings; k++) sum = multiply(sum, sum);
  return sum;
}

/**
 * The logarithm with eigenvalues in −π < Im < π.
 * @throws InputError if an eigenvalue is 0 or negative: then no real logarithm of this branch exists
 * @source Higham 2008, "Functions of matrices": inverse scaling and squaring, roots by the Denman–Beavers iteration
 */
export function logarithm(a: Matrix): Matrix {
  checkEntries("logarithm", a);
  let [root, doublings] = [a, 0];
  while (largest(combine(1, root, -1, identity(a.length))) * a.length > 0.25) {
    if (++doublings > 40) throw noLogarithm(a);
    root = squareRoot(root, a);
  }
  return scale(2 ** doublings, logarithmNearOne(root));
}

/** log(a) by the series in a − 1, whose row sums must be below 1/2. */
export function logarithmNearOne(a: Matrix): Matrix {
  const step = combine(1, a, -1, identity(a.length));
  let power = step;
  let sum = step;
  for (let k = 2; k <= 52 && largest(power) > 1e-18; k++) {
    power = multiply(power, step);
    sum = combine(1, sum, (k % 2 === 0 ? -1 : 1) / k, power);
  }
  return sum;
}

/**
 * The antisymmetric logarithm of a rotation matrix, angles in [0, π]. At an angle of exactly π one of the two is chosen.
 * @throws InputError if the determinant is −1
 */
export function rotationLogarithm(rotation: Matrix): Matrix {
  const n = rotation.length;
  checkEntries("logarithm", rotation);
  if (determinant(rotation) < 0) throw noLogarithm(rotation);
  const { values, vectors: all } = symmetricEigen(combine(0.5, rotation, 0.5, transpose(rotation)));
  // In each eigenspace of R + Rᵀ the rotation is cos θ + sin θ J: take planes (v, J v) of obtuse angles off one after the
  // other. What is left has no eigenvalue near −1; its planes may lie too close to the fixed vectors to be told apart.
  const vectors = all.filter((_, i) => values[i]! < 0);
  let out: Matrix = identity(n).map((row) => row.map(() => 0));
  const done: number[][] = [];
  const outside = (x: readonly number[]) =>
    [...done, ...done].reduce<number[]>(
      (left, q) => {
        const overlap = dot(q, left);
        return left.map((value, i) => value - overlap * q[i]!);
      },
      [...x],
    );
  for (const first of vectors) {
    const rest = outside(first);
    if (Math.hypot(...rest) < 0.5) continue;
    const v = unit(rest);
    const image = apply(rotation, v);
    const cosine = dot(v, image);
    done.push(v);
    const side = outside(image);
    const sine = Math.hypot(...side);
    // A half turn leaves −v: any partner of the same eigenspace makes a plane.
    const partner =
      sine > 1e-13
        ? side
        : vectors.map(outside).find((x) => Math.hypot(...x) > 0.5 && dot(x, apply(rotation, x)) < -0.2 * dot(x, x));
    if (!partner) throw noLogarithm(rotation);
    // Near a half turn the image is nearly −v and its side mostly round-off: keep what lies in the obtuse eigenspaces.
    const w = unit(outside(apply(transpose(vectors), apply(vectors, unit(partner)))));
    done.push(w);
    const angle = Math.atan2(dot(w, image), cosine);
    out = out.map((row, i) => row.map((x, j) => x + angle * (w[i]! * v[j]! - v[i]! * w[j]!)));
  }
  const rest = logarithm(multiply(rotation, exponential(scale(-1, out))));
  return combine(1, out, 1, combine(0.5, rest, -0.5, transpose(rest)));
}

/**
 * Eigenvalues of a symmetric matrix, ascending, and orthonormal eigenvectors, one a row.
 * @throws InputError if an entry is NaN or infinite
 */
export function symmetricEigen(a: Matrix): { readonly values: readonly number[]; readonly vectors: Matrix } {
  if (a.length === 0) return { values: [], vectors: [] };
  checkEntries("symmetricEigen", a);
  const found = new EigenvalueDecomposition(
    a.map((row) => [...row]),
    { assumeSymmetric: true },
  );
  const columns = found.eigenvectorMatrix.to2DArray();
  const order = found.realEigenvalues
    .map((_, i) => i)
    .sort((i, j) => found.realEigenvalues[i]! - found.realEigenvalues[j]!);
  return {
    values: order.map((i) => found.realEigenvalues[i]!),
    vectors: order.map((i) => columns.map((row) => row[i]!)),
  };
}

/** @throws InputError if the matrix is singular */
export function inverseMatrix(a: Matrix): Matrix {
  if (a.length === 0) return [];
  checkEntries("inverse", a);
  try {
    return invert(new Dense(a.map((row) => [...row]))).to2DArray();
  } catch {
    throw new InputError("inverse", { expected: "an invertible matrix", got: "a singular one" });
  }
}

function squareRoot(a: Matrix, whole: Matrix): Matrix {
  let [y, z] = [a, identity(a.length)];
  for (let k = 0; k < 60; k++) {
    const [forward, back] = [inverseOr(z, whole), inverseOr(y, whole)];
    const next = combine(0.5, y, 0.5, forward);
    z = combine(0.5, z, 0.5, back);
    const change = distance(next, y);
    y = next;
    if (!Number.isFinite(change)) break;
    if (change <= 1e-15 * Math.max(1, largest(y))) return y;
    if (k > 12 && change <= 1e-12 * Math.max(1, largest(y))) return y;
  }
  throw noLogarithm(whole);
}

function inverseOr(a: Matrix, whole: Matrix): Matrix {
  try {
    return inverseMatrix(a);
  } catch {
    throw noLogarithm(whole);
  }
}

function checkEntries(where: string, a: Matrix): void {
  const isSquare = Array.isArray(a) && a.every((row) => Array.isArray(row) && row.length === a.length);
  if (!isSquare) throw new InputError(where, { expected: "a square matrix", got: shapeOf(a) });
  const wrong = a.flat().find((x) => !Number.isFinite(x));
  if (wrong !== undefined) throw new InputError(where, { expected: "finite entries", got: String(wrong) });
}

const shapeOf = (a: unknown): string =>
  Array.isArray(a) ? `rows of ${a.map((row) => (Array.isArray(row) ? row.length : typeof row)).join(", ")}` : String(a);

const noLogarithm = (a: Matrix) =>
  new InputError("logarithm", {
    expected: "a matrix without zero or negative eigenvalues",
    got: `determinant ${determinant(a).toPrecision(3)}, trace ${a.reduce((sum, row, i) => sum + row[i]!, 0).toPrecision(3)}`,
  });

const unit = (x: readonly number[]) => x.map((value) => value / Math.hypot(...x));

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
