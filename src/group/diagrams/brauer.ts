import { diagramFamily } from "../diagram.js";
import { matchingNumber, matchings } from "../setPartitions.js";
import { evenTableaux } from "../youngDiagrams.js";

/**
 * O(n): all perfect matchings of the vertices, (k + l − 1)!! of them. They are a basis if and only if k + l ≤ 2n: above,
 * antisymmetrizing n + 1 of the axes gives 0.
 * @source Brauer 1937; Pearce-Crump 2022, arXiv:2212.08630
 */
export const brauer = diagramFamily("brauer", {
  symbol: "O",
  sample: [1, 2, 3, 4, 5],
  shapes: function* (_, m) {
    for (const blocks of matchings([...Array(m).keys()])) yield { blocks };
  },
  count: (_, m) => matchingNumber(m),
  dimension: evenTableaux,
});
