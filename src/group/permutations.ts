import { type Matrix, multiply, square, transpose } from "./matrix.js";

/** i goes to permutation[i], i = 0 … n − 1. */
export type Permutation = readonly number[];

export const points = (n: number): Permutation => Array.from({ length: n }, (_, i) => i);

/** ab: b first, i goes to a[b[i]]. */
export const compose = (a: Permutation, b: Permutation): Permutation => b.map((i) => a[i]!);

export function inversePermutation(a: Permutation): Permutation {
  const back = [...a];
  a.forEach((to, from) => {
    back[to] = from;
  });
  return back;
}

/** Entry i of a vector moves to entry a[i]. */
export const permutationMatrix = (a: Permutation): Matrix =>
  square(a.length, (row, column) => (a[column] === row ? 1 : 0));

/** The cycles i, a[i], a[a[i]], …, each from its least point, fixed points included. */
export function cycles(a: Permutation): number[][] {
  const seen = new Set<number>();
  return [...a.keys()].flatMap((start) => {
    if (seen.has(start)) return [];
    const cycle = [start];
    for (let i = a[start]!; i !== start; i = a[i]!) cycle.push(i);
    for (const i of cycle) seen.add(i);
    return [cycle];
  });
}

/** +1 or −1 by the number of cycles. */
export const parity = (a: Permutation): number => ((a.length - cycles(a).length) % 2 === 0 ? 1 : -1);

/** The permutation with cycles of the given lengths on 0, 1, 2, … in turn. */
export function permutationOfType(lengths: readonly number[]): Permutation {
  let start = 0;
  return lengths.flatMap((length) => {
    const cycle = Array.from({ length }, (_, i) => start + ((i + 1) % length));
    start += length;
    return cycle;
  });
}

/** "(0 1 2)(3 4)", the identity is "()". */
export function cycleText(a: Permutation): string {
  const moving = cycles(a).filter(({ length }) => length > 1);
  return moving.length === 0 ? "()" : moving.map((cycle) => `(${cycle.join(" ")})`).join("");
}

/** The permutation matrix on vectors of sum 0, orthonormal basis (Helmert's). */
export function standardMatrix(a: Permutation): Matrix {
  const basis = sumZero(a.length);
  return multiply(multiply(basis, permutationMatrix(a)), transpose(basis));
}

/** Orthonormal rows e₀ + … + eₖ₋₁ − k eₖ, scaled. */
const sumZero = (n: number): Matrix =>
  square(n, (k, i) => (i < k ? 1 : i === k ? -k : 0) / Math.sqrt(k * (k + 1))).slice(1);
