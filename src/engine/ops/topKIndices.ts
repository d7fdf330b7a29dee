import { alongAxis } from "../alongAxis.js";
import type { Dim } from "../dim.js";
import { given, normal, type Op, op, type Tensor } from "../op.js";
import { type Ranking, ranking } from "../ranking.js";

/**
 * Where the k largest (or smallest) elements along an axis (the last by default) are, in their order; of equal ones
 * the first comes first. Float or integer, without NaN.
 * @param x [a…, n, b…]
 * @param k 1 ≤ k ≤ n
 * @returns i64 [a…, k, b…]
 * @throws ShapeError if k is larger than the axis
 */
export const topKIndices: Op<[x: Tensor, k: Dim, axis?: number, options?: Ranking]> = op("topKIndices", {
  args: (x, k, axis, options) => ({ inputs: [x], attributes: ranking("topKIndices", x, k, axis, options) }),
  accepts: ["number"],
  shape: ([x], { axis, k }) => x!.shape.map((dim, i) => (i === axis ? k : dim)),
  dtype: "i64",
  vjp: "none",
  // The same node as that of `topK`: ONNX Runtime merges the two.
  onnx: (emitter, [x], { attributes: { k, axis, largest } }) =>
    emitter.nodes("TopK", [x!, emitter.dims([k])], 2, { axis, largest: Number(largest) })[1]!,
  reference: ([x], { k, axis, largest }) => alongAxis(x!, axis, (line) => ranked(line, largest).slice(0, k as number)),
  samples: [
    [normal([5]), 2],
    [normal([2, 4, 3]), 3, 1, { largest: false }],
    [normal([3, 4]), 1, -2],
    [given([2, 4], [1, 3, 3, 1, 2, 2, 2, 2], "i64"), 3],
    [given([2, 4], [1, 3, 3, 1, 2, 2, 2, 2]), 4, -1, { largest: false }],
  ],
});

/** Places of a line's elements in order. */
const ranked = (line: readonly number[], largest: boolean): number[] =>
  line.map((_, i) => i).sort((i, j) => (largest ? line[j]! - line[i]! : line[i]! - line[j]!) || i - j);
