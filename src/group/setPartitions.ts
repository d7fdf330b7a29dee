// Ways to divide a set, and how many there are.

/** Sets of points, each point in one of them. */
export type Blocks = readonly (readonly number[])[];

/** The partitions of {0, …, m − 1} into at most `most` blocks; blocks in the order of their least points. */
export function* setPartitions(m: number, most = m, begun: Blocks = [], next = 0): Generator<Blocks> {
  if (next === m) yield begun;
  else {
    for (const i of begun.keys())
      yield* setPartitions(
        m,
        most,
        begun.map((block, j) => (i === j ? [...block, next] : block)),
        next + 1,
      );
    if (begun.length < most) yield* setPartitions(m, most, [...begun, [next]], next + 1);
  }
}

/** The perfect matchings of the points: each a list of pairs. */
export function* matchings(points: readonly number[]): Generator<Blocks> {
  const [first, ...others] = points;
  if (first === undefined) yield [];
  for (const partner of others)
    for (const rest of matchings(others.filter((point) => point !== partner))) yield [[first!, partner], ...rest];
}

/** The sets of `size` points, in lexicographic order. */
export function* subsets(points: readonly number[], size: number): Generator<readonly number[]> {
  if (size === 0) yield [];
  else
    for (const [i, point] of points.entries())
      for (const rest of subsets(points.slice(i + 1), size - 1)) yield [point, ...rest];
}

/** Stirling numbers of the second kind: entry t counts the partitions of m points into t blocks, t = 0 … m. */
export function stirlingNumbers(m: number): readonly bigint[] {
  let row = [1n];
  for (let i = 1; i <= m; i++)
    row = Array.from({ length: i + 1 }, (_, t) => (row[t - 1] ?? 0n) + BigInt(t) * (row[t] ?? 0n));
  return row;
}

/** Number of perfect matchings of m points: (m − 1)!!, 0 where m is odd. */
export const matchingNumber = (m: number): bigint =>
  m % 2 === 1 ? 0n : Array.from({ length: m / 2 }, (_, i) => BigInt(2 * i + 1)).reduce((product, i) => product * i, 1n);

/** Number of ways to choose t of m points. */
export const binomial = (m: number, t: number): bigint =>
  t > m ? 0n : Array.from({ length: t }, (_, i) => i).reduce((c, i) => (c * BigInt(m - i)) / BigInt(i + 1), 1n);
