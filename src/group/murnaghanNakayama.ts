import type { Partition } from "./integerPartitions.js";

/**
 * The character of S(n)'s irrep at a permutation with given cycles, by the Murnaghan–Nakayama rule: the sum over the
 * rim hooks of the length of the first cycle, with sign (−1)^(rows − 1), of the character of what is left.
 * @param lambda the irrep
 * @param type the lengths of the cycles
 * @param known values so far; may be kept for the next call
 * @source Stanley 1999, "Enumerative combinatorics 2", theorem 7.17.3
 */
export function symmetricCharacter(lambda: Partition, type: Partition, known = new Map<string, number>()): number {
  if (type.length === 0) return 1;
  const name = `${lambda}/${type}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const [hook, ...others] = type as [number, ...number[]];
  // The first column's hook lengths: taking off a rim hook lowers one of them, and its rows are those it passes.
  const beta = lambda.map((part, i) => part + lambda.length - 1 - i);
  let sum = 0;
  for (const value of beta) {
    const lower = value - hook;
    if (lower < 0 || beta.includes(lower)) continue;
    const passed = beta.filter((other) => other > lower && other < value).length;
    const rest = beta.map((other) => (other === value ? lower : other)).sort((a, b) => b - a);
    const left = rest.map((other, i) => other - (rest.length - 1 - i)).filter((part) => part > 0);
    sum += (passed % 2 === 0 ? 1 : -1) * symmetricCharacter(left, others, known);
  }
  known.set(name, sum);
  return sum;
}
