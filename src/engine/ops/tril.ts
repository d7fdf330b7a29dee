import { normal, type Op, op, type Tensor } from "../op.js";
import { triangle } from "../triangle.js";

/**
 * Lower triangle of the last two axes: 0 above the k-th diagonal (column − row > k).
 * @param k 0 by default, the main diagonal
 */
export const tril: Op<[x: Tensor, k?: number]> = op("tril", {
  ...triangle("tril", "lower"),
  vjp: (_, g, { attributes: { k } }) => [tril(g, k)],
  samples: [[normal([3, 3])], [normal([2, 3, 4]), 1], [normal([4, 2]), -1]],
});
