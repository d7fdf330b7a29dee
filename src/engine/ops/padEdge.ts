import { type BorderWidths, borderRule } from "../borders.js";
import { addDims } from "../dim.js";
import { type Op, op, type Tensor } from "../op.js";
import { expand } from "./expand.js";
import { slice } from "./slice.js";

/**
 * Pads with the first and last entry of each axis: [a, b, c] by 2 and 1 is [a, a, a, b, c, c].
 * @param padding one pair an axis
 */
export const padEdge: Op<[x: Tensor, padding: BorderWidths]> = op(
  "padEdge",
  borderRule("padEdge", {
    before: (x, axis, n) => repeated(slice(x, axis, 0, 1), axis, n),
    after: (x, axis, n) => repeated(slice(x, axis, addDims(x.shape[axis]!, -1)), axis, n),
    source: (i, n) => Math.min(Math.max(i, 0), n - 1),
    widest: (n) => (n > 0 ? Number.POSITIVE_INFINITY : 0),
  }),
);

const repeated = (x: Tensor, axis: number, n: number): Tensor =>
  n === 1
    ? x
    : expand(
        x,
        x.shape.map((dim, i) => (i === axis ? n : dim)),
      );
