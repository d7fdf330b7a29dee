import { diagramFamily } from "../diagram.js";
import { setPartitions, stirlingNumbers } from "../setPartitions.js";

/**
 * S(n): all partitions of the vertices into at most n blocks, a basis. Diagrams of more blocks are combinations of these:
 * n indices cannot keep n + 1 blocks apart (Pearce-Crump: the number of weights is the restricted Bell number, and Bell's
 * own number only where k + l ≤ n).
 * @source Pearce-Crump 2022, arXiv:2212.08648; Halverson & Ram 2005, "Partition algebras"
 */
export const partition = diagramFamily("partition", {
  symbol: "S",
  sample: [1, 2, 3, 4, 5],
  shapes: function* (n, m) {
    for (const blocks of setPartitions(m, n)) yield { blocks };
  },
  dimension: (n, m) =>
    stirlingNumbers(m)
      .slice(0, n + 1)
      .reduce((sum, count) => sum + count, 0n),
});
