import { integerPartitions } from "./integerPartitions.js";

/**
 * Number of standard Young tableaux of a shape: the degree of the irrep of S(m) that it names, exact at any size.
 * @source Frame, Robinson & Thrall 1954, the hook length formula
 */
export function tableauCount(shape: readonly number[]): bigint {
  let [count, cells] = [1n, 0n];
  let hooks = 1n;
  for (const [row, length] of shape.entries())
    for (let column = 0; column < length; column++) {
      const below = shape.slice(row + 1).filter((other) => other > column).length;
      count *= cells += 1n;
      hooks *= BigInt(length - column + below);
    }
  return count / hooks;
}

/** Number of tableaux of m cells in at most n rows, all of even length: the copies of the trivial irrep of O(n) in V^⊗m. */
export function evenTableaux(n: number, m: number): bigint {
  if (m % 2 === 1) return 0n;
  const halves = integerPartitions(m / 2).filter(({ length }) => length <= n);
  return halves.reduce((sum, half) => sum + tableauCount(half.map((length) => 2 * length)), 0n);
}
