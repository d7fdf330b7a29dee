import { integerPartitions, tableauCount } from "./integerPartitions.js";

/** Number of tableaux of m cells in at most n rows, all of even length: the copies of the trivial irrep of O(n) in V^⊗m. */
export function evenTableaux(n: number, m: number): bigint {
  if (m % 2 === 1) return 0n;
  const halves = integerPartitions(m / 2).filter(({ length }) => length <= n);
  return halves.reduce((sum, half) => sum + tableauCount(half.map((length) => 2 * length)), 0n);
}
