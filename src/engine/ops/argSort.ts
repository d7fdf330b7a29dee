import { alongAxis } from "../alongAxis.js";
import { integers, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import type { Order } from "./sort.js";
import { topKIndices } from "./topKIndices.js";

/**
 * The permutation that sorts an axis (the last by default), smallest first; equal elements keep their order, also
 * where `descending`. Float or integer, without NaN.
 * @returns i64, the shape of x
 */
export const argSort: Op<[x: Tensor, axis?: number, options?: Order]> = op("argSort", {
  args: (x, axis = -1, { descending = false } = {}) => ({
    inputs: [x],
    attributes: { axis: normalAxis("argSort", axis, x.shape.length), descending },
  }),
  accepts: ["number"],
  compose: ([x], { axis, descending }) => topKIndices(x!, x!.shape[axis]!, axis, { largest: descending }),
  reference: ([x], { axis, descending }) => {
    const order = descending ? -1 : 1;
    return alongAxis(x!, axis, (line) =>
      line
        .map((value, i) => ({ value, i }))
        .sort((a, b) => order * (a.value - b.value))
        .map(({ i }) => i),
    );
  },
  samples: [
    [normal([5])],
    [normal([2, 4, 3]), 1],
    [normal([2, 3]), -2, { descending: true }],
    [integers(-2, 2, [2, 8])],
    [integers(-2, 2, [2, 8]), 1, { descending: true }],
  ],
});
