// Complex numbers and matrices, as far as representations of finite groups need them.
import { identity, type Matrix, multiply, scale, transpose } from "./matrix.js";

export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** re + i im, both [n, m]. */
export interface ComplexMatrix {
  readonly re: Matrix;
  readonly im: Matrix;
}

export const complex = (re: number, im = 0): Complex => ({ re, im });
export const conjugate = ({ re, im }: Complex): Complex => ({ re, im: 0 - im }); // 0 − 0 is 0, where −0 would print
export const times = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});

/** e^{2πi k/n}, for integers; exact where cosine and sine are 0, ±1/2 or ±1. */
export function rootOfUnity(k: number, n: number): Complex {
  const angle = 4 * (((k % n) + n) % n); // in units of 1/4n of a turn, so that quarter turns are integers
  return { re: cosine(angle, n), im: cosine(angle - n, n) };
}

/** cos 2π angle/4n, by an angle in the first quadrant. */
function cosine(angle: number, n: number): number {
  const folded = Math.abs(angle) > 2 * n ? 4 * n - Math.abs(angle) : Math.abs(angle);
  if (folded === n) return 0;
  if (folded > n) return -cosine(2 * n - folded, n);
  if (3 * folded === n) return Math.sqrt(3) / 2;
  return 3 * folded === 2 * n ? 0.5 : Math.cos((Math.PI * folded) / (2 * n));
}

export const realMatrix = (re: Matrix): ComplexMatrix => ({ re, im: scale(0, re) });
export const complexIdentity = (n: number): ComplexMatrix => realMatrix(identity(n));

/** The conjugate transpose. */
export const adjoint = ({ re, im }: ComplexMatrix): ComplexMatrix => ({
  re: transpose(re),
  im: scale(-1, transpose(im)),
});

/** a [n, k] times b [k, m]. */
export function complexMultiply(a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix {
  return {
    re: plus(multiply(a.re, b.re), scale(-1, multiply(a.im, b.im))),
    im: plus(multiply(a.re, b.im), multiply(a.im, b.re)),
  };
}

/** a + factor b, factor real. */
export const complexPlus = (a: ComplexMatrix, b: ComplexMatrix, factor = 1): ComplexMatrix => ({
  re: plus(a.re, scale(factor, b.re)),
  im: plus(a.im, scale(factor, b.im)),
});

export const complexScale = (factor: number, { re, im }: ComplexMatrix): ComplexMatrix => ({
  re: scale(factor, re),
  im: scale(factor, im),
});

export const complexTrace = ({ re, im }: ComplexMatrix): Complex => ({ re: traceOf(re), im: traceOf(im) });

/** The real matrix [2n, 2m] that does to (Re x, Im x) what a does to x. */
export const realified = ({ re, im }: ComplexMatrix): Matrix => [
  ...re.map((row, i) => [...row, ...im[i]!.map((x) => -x)]),
  ...im.map((row, i) => [...row, ...re[i]!]),
];

const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x + b[i]![j]!));
const traceOf = (a: Matrix): number => a.reduce((sum, row, i) => sum + row[i]!, 0);
