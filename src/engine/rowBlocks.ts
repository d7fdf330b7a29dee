import type { Dim } from "./dim.js";

/** The largest number up to `most` that divides n. */
export const largestDivisor = (n: number, most: number): number | undefined =>
  Array.from({ length: Math.floor(most) }, (_, i) => i + 1).findLast((each) => n % each === 0);

/** Elements of a block, 128 KB of f32: several such lie in the cache beside each other. */
const most = 2 ** 15;
/** From 2 MB a tensor, elementwise ops wait for memory. */
const many = 2 ** 19;

/**
 * How to cut rows into blocks for which a chain of elementwise ops stays in the cache. A long chain is faster so, with
 * one thread and with two; the derivative of softmax, of four ops, only with one (1.4 instead of 2.0 ms, but with two
 * threads 1.8 instead of 1.2).
 * @returns [blocks, rows of each], whose product is the number of rows; undefined where all at once is better, the sizes
 * are names, or no number of rows divides all
 */
export function rowBlocks(rows: Dim, length: Dim): readonly [number, number] | undefined {
  if (typeof rows !== "number" || typeof length !== "number" || rows * length < many) return undefined;
  const each = largestDivisor(rows, most / length);
  return each !== undefined && each * length >= most / 8 ? [rows / each, each] : undefined;
}
