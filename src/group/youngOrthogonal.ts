import type { Partition } from "./integerPartitions.js";
import { identity, type Matrix } from "./matrix.js";
import type { Permutation } from "./permutations.js";

/**
 * Young's orthogonal form of an irrep of S(n): real orthogonal matrices, and block diagonal on S(n − 1).
 * @param lambda a partition of n
 * @returns the matrices by permutation; rows are the standard tableaux, as the sequence of rows into which 0, 1, 2, … go
 * @source James & Kerber 1981, "The representation theory of the symmetric group", 3.4
 */
export function youngOrthogonal(lambda: Partition): (a: Permutation) => Matrix {
  const tableaux = standardTableaux(lambda);
  const numbers = new Map(tableaux.map((rows, t) => [String(rows), t]));
  const n = tableaux[0]!.length;
  // Exchange of i and i + 1: 1/distance on the diagonal, the rest to the tableau with both exchanged.
  const exchanges = Array.from({ length: n - 1 }, (_, i) =>
    tableaux.map((rows) => {
      const distance = content(rows, i + 1) - content(rows, i);
      const other = rows.map((row, k) => (k === i ? rows[i + 1]! : k === i + 1 ? rows[i]! : row));
      return { diagonal: 1 / distance, beside: Math.sqrt(1 - 1 / distance ** 2), other: numbers.get(String(other)) };
    }),
  );
  return (a) => {
    let matrix = identity(tableaux.length);
    const left = [...a];
    for (let i = 0; i < n - 1; i++) {
      if (left[i]! < left[i + 1]!) continue;
      [left[i], left[i + 1]] = [left[i + 1]!, left[i]!]; // a times this exchange
      const before = matrix;
      matrix = exchanges[i]!.map(({ diagonal, beside, other }, t) =>
        before[t]!.map(
          (x, k) => diagonal * x + (other === undefined || beside === 0 ? 0 : beside * before[other]![k]!),
        ),
      );
      i = Math.max(-1, i - 2);
    }
    return matrix;
  };
}

/** The column less the row of entry i, when entries go to the given rows in turn. */
const content = (rows: readonly number[], i: number): number =>
  rows.slice(0, i).filter((row) => row === rows[i]).length - rows[i]!;

function standardTableaux(lambda: Partition): number[][] {
  if (lambda.every((row) => row === 0)) return [[]];
  return lambda.flatMap((row, i) =>
    row > (lambda[i + 1] ?? 0)
      ? standardTableaux(lambda.map((other, k) => (k === i ? other - 1 : other))).map((rows) => [...rows, i])
      : [],
  );
}
