import { InputError } from "../error.js";
import { determinant, type Matrix, multiply, transpose } from "./matrix.js";

/** @throws InputError if the matrix is no rotation of space (to 1e-5) */
export function checkRotation(where: string, a: Matrix): void {
  const isSquare = Array.isArray(a) && a.length === 3 && a.every((row) => Array.isArray(row) && row.length === 3);
  const isOrthogonal = () =>
    multiply(a, transpose(a)).every((row, i) => row.every((x, j) => Math.abs(x - (i === j ? 1 : 0)) < 1e-5));
  if (!(isSquare && isOrthogonal() && determinant(a) > 0))
    throw new InputError(where, { expected: "a rotation matrix [3, 3]", got: show(a) });
}

/** @throws InputError if a number is NaN or infinite */
export function checkFinite(where: string, expected: string, numbers: readonly number[]): void {
  for (const x of numbers) if (!Number.isFinite(x)) throw new InputError(where, { expected, got: String(x) });
}

/** JSON would print NaN as null. */
export const show = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(show).join(", ")}]` : String(value);
