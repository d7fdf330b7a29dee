import { diagramFamily } from "../diagram.js";
import { setPartitions, stirlingNumbers } from "../setPartitions.js";

/**
 * A(n): the partitions of S(n), and the jellyfish: partitions into n or n − 1 blocks, all of them arms. An orbit of S(n)
 * on indices falls into two orbits of A(n) where no odd permutation fixes it, that is at n and n − 1 different values; the
 * jellyfish is the difference of the two. Together a basis.
 * @source Pearce-Crump 2023, arXiv:2301.10152; Comes 2020, "Jellyfish partition categories"
 */
export const jellyfish = diagramFamily("jellyfish", {
  symbol: "A",
  sample: [1, 2, 3, 4, 5],
  shapes: function* (n, m) {
    for (const blocks of setPartitions(m, n)) yield { blocks };
    if (n === 1) return; // S(1) has no odd permutation: A(1) is all of it
    for (const arms of setPartitions(m, n)) {
      if (arms.length === n) yield { blocks: [], arms };
      if (arms.length === n - 1) yield { blocks: [], arms: [...arms, []] };
    }
  },
  dimension(n, m) {
    const counts = stirlingNumbers(m).slice(0, n + 1);
    const split = n === 1 ? 0n : (counts[n] ?? 0n) + (counts[n - 1] ?? 0n);
    return counts.reduce((sum, count) => sum + count, split);
  },
});
