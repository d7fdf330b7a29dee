import { diagramFamily } from "../diagram.js";
import { integerPartitions, tableauCount } from "../integerPartitions.js";
import { matchingNumber, matchings } from "../setPartitions.js";

/**
 * Sp(n) on V = R^n, n even: all perfect matchings of the vertices, where a pair within a row is the form ω of `Form`. They
 * are a basis if and only if k + l ≤ n.
 * @source Brauer 1937; Pearce-Crump 2022, arXiv:2212.08630
 */
export const symplecticBrauer = diagramFamily("symplecticBrauer", {
  symbol: "Sp",
  form: "symplectic",
  isEven: true,
  sample: [2, 4],
  shapes: function* (_, m) {
    for (const blocks of matchings([...Array(m).keys()])) yield { blocks };
  },
  count: (_, m) => matchingNumber(m),
  dimension(n, m) {
    if (m % 2 === 1) return 0n;
    // Tableaux of at most n rows with columns of even length; transposed, rows 2μ with 2μ₁ ≤ n.
    const halves = integerPartitions(m / 2, n / 2);
    return halves.reduce((sum, half) => sum + tableauCount(half.map((length) => 2 * length)), 0n);
  },
});
