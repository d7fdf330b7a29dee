import { type Key, normal } from "../random.js";
import { type ComplexMatrix, realified } from "./complex.js";
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

/**
 * A random special unitary matrix as a real one [2n, 2n], Haar measure on SU(n): see `realified`.
 * Gram–Schmidt of a complex Gaussian matrix gives U(n); the first row is then divided by the determinant.
 */
export function haarSpecialUnitary(key: Key, n: number): Matrix {
  const entries = normal(key, 2 * n * n);
  const at = (i: number, j: number, part: 0 | 1) => entries[2 * (i * n + j) + part]!;
  // A complex row z as the two real rows (Re z, −Im z), (Im z, Re z): both stay one complex row under Gram–Schmidt.
  const pairs = Array.from({ length: n }, (_, i) => [
    Array.from({ length: 2 * n }, (_, j) => (j < n ? at(i, j, 0) : -at(i, j - n, 1))),
    Array.from({ length: 2 * n }, (_, j) => (j < n ? at(i, j, 1) : at(i, j - n, 0))),
  ]).flat();
  const rows = orthonormalRows(pairs).filter((_, i) => i % 2 === 0);
  const re = rows.map((row) => row.slice(0, n));
  const im = rows.map((row) => row.slice(n).map((x) => -x));
  const phase = complexDeterminant({ re, im });
  const turned = (row: number) => ({
    re: re[row]!.map((x, j) => x * phase.re + im[row]![j]! * phase.im),
    im: re[row]!.map((x, j) => im[row]![j]! * phase.re - x * phase.im),
  });
  const first = turned(0);
  return realified({ re: [first.re, ...re.slice(1)], im: [first.im, ...im.slice(1)] });
}

/** By elimination with row pivots. */
function complexDeterminant(a: ComplexMatrix): { readonly re: number; readonly im: number } {
  const [re, im] = [a.re.map((row) => [...row]), a.im.map((row) => [...row])];
  let [x, y] = [1, 0];
  for (let k = 0; k < re.length; k++) {
    const sizes = re.map((row, i) => (i < k ? -1 : Math.hypot(row[k]!, im[i]![k]!)));
    const pivot = sizes.indexOf(Math.max(...sizes));
    if (pivot !== k) {
      [re[k], re[pivot], im[k], im[pivot]] = [re[pivot]!, re[k]!, im[pivot]!, im[k]!];
      [x, y] = [-x, -y];
    }
    const [p, q] = [re[k]![k]!, im[k]![k]!];
    [x, y] = [x * p - y * q, x * q + y * p];
    const square = p * p + q * q;
    for (let i = k + 1; i < re.length; i++) {
      const [u, v] = [re[i]![k]!, im[i]![k]!];
      const [f, g] = [(u * p + v * q) / square, (v * p - u * q) / square];
      for (let j = k; j < re.length; j++) {
        const [c, d] = [re[k]![j]!, im[k]![j]!];
        re[i]![j]! -= f * c - g * d;
        im[i]![j]! -= f * d + g * c;
      }
    }
  }
  return { re: x, im: y };
}

/** A symmetric Gaussian matrix [n, n], standard deviation `spread` on the diagonal, spread/√2 off it. */
export function symmetricGaussian(key: Key, n: number, spread: number): Matrix {
  const entries = normal(key, n * n);
  return square(n, (row, column) => (spread * (entries[row * n + column]! + entries[column * n + row]!)) / 2);
}
