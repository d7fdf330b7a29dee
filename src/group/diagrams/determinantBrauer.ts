import { diagramFamily } from "../diagram.js";
import { integerPartitions, tableauCount } from "../integerPartitions.js";
import { binomial, matchingNumber, matchings, subsets } from "../setPartitions.js";
import { evenTableaux } from "../youngDiagrams.js";

/**
 * SO(n): the matchings of O(n), and those that leave n vertices free, which are the arms of one determinant: the
 * "(l + k)\n diagrams". Two determinants are a sum of matchings, so one is enough.
 * @source Grood 1999, "Brauer algebras and centralizer algebras for SO(2n, C)"; Pearce-Crump 2022, arXiv:2212.08630
 */
export const determinantBrauer = diagramFamily("determinantBrauer", {
  symbol: "SO",
  sample: [1, 2, 3, 4, 5],
  shapes: function* (n, m) {
    const points = [...Array(m).keys()];
    for (const blocks of matchings(points)) yield { blocks };
    for (const free of subsets(points, n))
      for (const blocks of matchings(points.filter((point) => !free.includes(point))))
        yield { blocks, arms: free.map((point) => [point]) };
  },
  count: (n, m) => matchingNumber(m) + (m < n ? 0n : binomial(m, n) * matchingNumber(m - n)),
  dimension(n, m) {
    if (m < n || (m - n) % 2 === 1) return evenTableaux(n, m);
    // Tableaux of n rows, all of odd length: the copies of the determinant of O(n).
    const halves = integerPartitions((m - n) / 2).filter(({ length }) => length <= n);
    const rows = (half: readonly number[]) => Array.from({ length: n }, (_, row) => 2 * (half[row] ?? 0) + 1);
    return halves.reduce((sum, half) => sum + tableauCount(rows(half)), evenTableaux(n, m));
  },
});
