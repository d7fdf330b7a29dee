import { fold, key, normal } from "../random.js";
import type { Condition } from "./intertwiners.js";
import { largest } from "./kronecker.js";
import { apply, type Matrix, multiply, transpose } from "./matrix.js";

/**
 * Matrices X [m, n] with w X = X v, where nothing is known of v and w. A few random vectors generate Rⁿ under the v's;
 * X is fixed by their images y: along with each basis vector b that is met, P with X b = P y is kept. Wherever a v takes
 * b into what is already spanned, P y must agree: these are the equations for y, of which there are few.
 * @param nullVectors orthonormal vectors that a positive semidefinite matrix takes to 0
 * @source Parker 1984, "The computer calculation of modular characters (the Meat-Axe)", here over the reals
 */
export function spin(
  given: readonly Condition[],
  n: number,
  m: number,
  nullVectors: (gram: Matrix) => Matrix,
): readonly Matrix[] {
  const scaled = given.map(({ v, w }) => {
    const factor = 1 / Math.max(1, largest(v), largest(w));
    return { v: v.map((row) => row.map((x) => factor * x)), w: w.map((row) => row.map((x) => factor * x)) };
  });
  const basis: Known[] = [];
  const equations: Matrix[] = [];
  let starts = 0;
  for (let next = 0; next < n; ) {
    if (next === basis.length) {
      // One more block of unknowns: the image of a random vector outside of what is spanned.
      const first = basis.map(({ b }) => b);
      const vector = orthogonalTo(first, [...normal(fold(key(0), starts), n)]).rest;
      const p = Array.from({ length: m }, (_, i) => {
        const row = new Array<number>((starts + 1) * m).fill(0);
        row[starts * m + i] = 1;
        return row;
      });
      starts++;
      basis.push(divide({ b: vector, p }, Math.hypot(...vector)));
    }
    const { b, p } = basis[next++]!;
    for (const { v, w } of scaled) {
      const image = apply(v, b);
      const { rest, overlaps } = orthogonalTo(
        basis.map((one) => one.b),
        image,
      );
      const left = multiply(w, p).map((row) => [...row, ...new Array<number>(starts * m - row.length).fill(0)]);
      overlaps.forEach((overlap, k) => {
        if (overlap === 0) return;
        basis[k]!.p.forEach((row, i) => {
          for (let j = 0; j < row.length; j++) left[i]![j]! -= overlap * row[j]!;
        });
      });
      const size = Math.hypot(...rest);
      if (size > 1e-8) basis.push(divide({ b: rest, p: left }, size));
      else equations.push(left);
    }
  }
  const wide = equations.map((rows) =>
    rows.map((row) => [...row, ...new Array<number>(starts * m - row.length).fill(0)]),
  );
  return nullVectors(gramOf(wide, starts * m)).map((y) => {
    const images = basis.map(({ p }) => p.map((row) => row.reduce((sum, x, j) => sum + x * y[j]!, 0)));
    return multiply(
      transpose(images),
      basis.map(({ b }) => b),
    );
  });
}

interface Known {
  readonly b: readonly number[];
  readonly p: Matrix;
}

const divide = ({ b, p }: Known, size: number): Known => ({
  b: b.map((x) => x / size),
  p: p.map((row) => row.map((x) => x / size)),
});

/** x less its part in the span of the orthonormal rows, twice round. */
function orthogonalTo(rows: Matrix, x: readonly number[]): { rest: number[]; overlaps: number[] } {
  const rest = [...x];
  const overlaps = new Array<number>(rows.length).fill(0);
  for (let round = 0; round < 2; round++)
    rows.forEach((row, k) => {
      let overlap = 0;
      for (let i = 0; i < rest.length; i++) overlap += row[i]! * rest[i]!;
      for (let i = 0; i < rest.length; i++) rest[i]! -= overlap * row[i]!;
      overlaps[k]! += overlap;
    });
  return { rest, overlaps };
}

/** Σ EᵀE over the equations. */
function gramOf(equations: readonly Matrix[], width: number): Matrix {
  const out = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  for (const rows of equations)
    for (const row of rows) {
      const occupied = row.flatMap((x, i) => (Math.abs(x) > 1e-300 ? [i] : []));
      for (const i of occupied) for (const j of occupied) out[i]![j]! += row[i]! * row[j]!;
    }
  return out;
}
