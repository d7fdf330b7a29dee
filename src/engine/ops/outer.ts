import { at, build, normal, type Op, op, type Tensor } from "../op.js";
import { mul } from "./mul.js";
import { unsqueeze } from "./unsqueeze.js";

/**
 * Outer product of the last axes; leading axes broadcast.
 * @param x [..., n]
 * @param y [..., m]
 * @returns [..., n, m], x[i] · y[j]
 */
export const outer: Op<[x: Tensor, y: Tensor]> = op("outer", {
  accepts: ["number"],
  compose: ([x, y]) => mul(unsqueeze(x!, [-1]), unsqueeze(y!, [-2])),
  reference: ([x, y], _, shape) =>
    build(shape, (index) => at(x!, index.slice(0, -1)) * at(y!, [...index.slice(0, -2), index.at(-1)!])),
  samples: [
    [normal([3]), normal([2])],
    [normal([2, 3]), normal([2, 4])],
    [normal([2, 1, 3]), normal([4, 2])],
  ],
});
