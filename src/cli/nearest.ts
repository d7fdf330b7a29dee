/**
 * The candidate that the user probably meant: the fewest letters apart, at most a third of the longer word.
 * @returns undefined where none is near
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const apart = (name: string) => editDistance(text.toLowerCase(), name.toLowerCase());
  return candidates
    .map((name) => ({ name, distance: apart(name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(name.length, text.length) / 3)))
    .sort((a, b) => a.distance - b.distance)[0]?.name;
}

/** Letters to insert, delete, replace, or swap with a neighbour. @source Damerau 1964, optimal string alignment */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          replaced,
          rows[i - 1]![j]! + 1,
          row[j - 1]! + 1,
          swaps ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
