import { type Key, normal } from "../random.js";
import { determinant, type Matrix, orthonormalRows, square } from "./matrix.js";

/**
 * A random orthogonal matrix [n, n], Haar measure on O(n).
 * @source Mezzadri 2007, arXiv:math-ph/0609050: QR of a Gaussian matrix, the diagonal of R positive
 */
export function haarOrthogonal(key: Key, n: number): Matrix {
  const entries = normal(key, n * n);
  return orthonormalRows(square(n, (row, column) => entries[row * n + column]!));
}

/** A random rotation matrix [n, n], Haar measure on SO(n). */
export function haarRotation(key: Key, n: number): Matrix {
  const [first, ...others] = haarOrthogonal(key, n) as [readonly number[], ...Matrix];
  const sign = Math.sign(determinant([first, ...others]));
  return [first.map((x) => sign * x), ...others];
}
