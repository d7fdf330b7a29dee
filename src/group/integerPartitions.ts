import { lcm } from "./divisors.js";

/** Parts in decreasing order. */
export type Partition = readonly number[];

/** The partitions of n, [n] first, 1 + … + 1 last. */
export function integerPartitions(n: number, most = n): Partition[] {
  if (n === 0) return [[]];
  return Array.from({ length: Math.min(n, most) }, (_, i) => Math.min(n, most) - i).flatMap((first) =>
    integerPartitions(n - first, first).map((rest) => [first, ...rest]),
  );
}

/** Rows and columns of the diagram exchanged. */
export const conjugatePartition = (lambda: Partition): Partition =>
  Array.from({ length: lambda[0] ?? 0 }, (_, column) => lambda.filter((row) => row > column).length);

/** "[3,1]" */
export const partitionName = (lambda: Partition): string => `[${lambda}]`;

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

/** The degree of the irrep of S(n); exact below 2⁵³. */
export const degreeOf = (lambda: Partition): number => Number(tableauCount(lambda));

/** The number of permutations of n points with cycles of the given lengths. */
export function classSize(type: Partition): number {
  const n = type.reduce((sum, part) => sum + part, 0);
  let size = factorial(n);
  for (const [i, part] of type.entries()) size /= part * type.slice(0, i + 1).filter((other) => other === part).length;
  return Math.round(size);
}

export const factorial = (n: number): number =>
  Array.from({ length: n }, (_, i) => i + 1).reduce((product, i) => product * i, 1);

/** The order of a permutation with cycles of these lengths. */
export const orderOfType = (type: Partition): number => type.reduce(lcm, 1);
