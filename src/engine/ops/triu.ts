import { normal, type Op, op, type Tensor } from "../op.js";
import { triangle } from "../triangle.js";

/**
 * Upper triangle of the last two axes: 0 below the k-th diagonal (column − row < k).
 * @param k 0 by default, the main diagonal
 */
export const triu: Op<[x: Tensor, k?: number]> = op("triu", {
  ...triangle("triu", "upper"),
  vjp: (_, g, { attributes: { k } }) => [triu(g, k)],
  samples: [[normal([3, 3])], [normal([2, 3, 4]), 1], [normal([4, 2]), -1]],
});
