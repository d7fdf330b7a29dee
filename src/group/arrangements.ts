/** The sign of the permutation that sorts the list, 0 where two numbers agree. */
export function sortingSign(list: readonly number[]): number {
  let sign = 1;
  for (let i = 0; i < list.length; i++)
    for (let j = i + 1; j < list.length; j++) {
      if (list[i] === list[j]) return 0;
      if (list[i]! > list[j]!) sign = -sign;
    }
  return sign;
}

/** All orders of r of the numbers 0 … n − 1. */
export function* arrangements(n: number, r: number, begun: readonly number[] = []): Generator<readonly number[]> {
  if (begun.length === r) yield begun;
  else for (let next = 0; next < n; next++) if (!begun.includes(next)) yield* arrangements(n, r, [...begun, next]);
}
