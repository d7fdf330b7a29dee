import { ShapeError } from "../../error.js";
import { printShape } from "../dim.js";
import { commonShape, elementwise, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { reduce } from "../reduction.js";
import { matmul } from "./matmul.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";

/**
 * Sum of products over one axis, the last by default; the others broadcast.
 * @param x, y of the same length on the axis, which is counted in their broadcast shape
 * @returns the broadcast shape without the axis
 * @throws ShapeError if the lengths differ
 */
export const dot: Op<[x: Tensor, y: Tensor, options?: { readonly axis?: number }]> = op("dot", {
  args: (x, y, { axis = -1 } = {}) => {
    const rank = Math.max(x.shape.length, y.shape.length);
    const at = normalAxis("dot", axis, rank);
    const length = (t: Tensor) => t.shape[at - rank + t.shape.length];
    if (length(x) !== length(y)) {
      throw new ShapeError("dot", {
        expected: `one length on axis ${at}`,
        got: `${printShape(x.shape)}, ${printShape(y.shape)}`,
      });
    }
    return { inputs: [x, y], attributes: { axis: at } };
  },
  compose: ([x, y], { axis }) => {
    const [low, high] = x!.shape.length < y!.shape.length ? [x!, y!] : [y!, x!];
    // With one vector for all rows MatMul is the faster one; elsewhere, also for single rows, product and sum.
    if (low.shape.length !== 1 || high.shape.length === 1) return sum(mul(x!, y!), { axes: [axis] });
    return reshape(matmul(high, reshape(low, [...low.shape, 1])), high.shape.slice(0, -1));
  },
  reference: ([x, y], { axis }, shape) => {
    const whole = commonShape("dot", [x!, y!] as unknown as Tensor[]) as number[];
    const products = elementwise((a, b) => a! * b!)([x!, y!], undefined, whole);
    return reduce((values) => values.reduce((a, b) => a + b, 0))([products], { axes: [axis], keepDims: false }, shape);
  },
  samples: [
    [normal([4]), normal([4])],
    [normal([2, 3, 4]), normal([2, 3, 4]), { axis: 1 }],
    [normal([2, 1, 4]), normal([3, 4])],
    [normal([2, 3, 4]), normal([4])],
    [normal([3]), normal([2, 3]), { axis: -1 }],
  ],
});
