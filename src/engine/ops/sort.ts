import { alongAxis } from "../alongAxis.js";
import { distinct, integers, normalAxis, type Op, op, type Tensor } from "../op.js";
import { topK } from "./topK.js";

export interface Order {
  /** Largest first; false by default. */
  readonly descending?: boolean;
}

/**
 * The elements of an axis (the last by default) in order, smallest first; float or integer, without NaN. The
 * derivative permutes back by `argSort`.
 */
export const sort: Op<[x: Tensor, axis?: number, options?: Order]> = op("sort", {
  args: (x, axis = -1, { descending = false } = {}) => ({
    inputs: [x],
    attributes: { axis: normalAxis("sort", axis, x.shape.length), descending },
  }),
  accepts: ["number"],
  compose: ([x], { axis, descending }) => topK(x!, x!.shape[axis]!, axis, { largest: descending }),
  reference: ([x], { axis, descending }) =>
    alongAxis(x!, axis, (line) => line.sort((a, b) => (descending ? b - a : a - b))),
  samples: [
    [distinct([5])],
    [distinct([2, 4, 3]), 1],
    [distinct([2, 3]), -2, { descending: true }],
    [integers(-4, 4, [2, 5])],
  ],
});
