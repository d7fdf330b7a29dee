import { ShapeError } from "../../error.js";
import { printShape } from "../dim.js";
import { build, type Nd, normal, type Op, op, type Tensor } from "../op.js";
import { exp } from "./exp.js";
import { logSumExp } from "./logSumExp.js";
import { sub } from "./sub.js";

export interface Normalizing {
  /** 20 by default. */
  readonly iterations?: number;
}

/**
 * A doubly stochastic matrix from scores: rows, then columns of exp(x) are divided by their sums, in turn, in the
 * logarithm. Columns have sum 1 afterwards, rows nearly.
 * @param x [.., n, n], over the temperature already
 * @throws ShapeError unless the last two axes are equal
 * @source Sinkhorn 1964, doi:10.1214/aoms/1177703591; Mena et al. 2018, arXiv:1802.08665
 */
export const sinkhorn: Op<[x: Tensor, options?: Normalizing]> = op("sinkhorn", {
  args: (x, { iterations = 20 } = {}) => ({ inputs: [x], attributes: { iterations } }),
  compose: ([x], { iterations }) => {
    if (x!.shape.length < 2 || x!.shape.at(-1) !== x!.shape.at(-2)) {
      throw new ShapeError("sinkhorn", { expected: "x [.., n, n]", got: printShape(x!.shape) });
    }
    let y = x!;
    for (let step = 0; step < iterations; step++) {
      for (const axis of [-1, -2]) y = sub(y, logSumExp(y, { axes: [axis], keepDims: true }));
    }
    return exp(y);
  },
  reference: ([x], { iterations }) => {
    let y: Nd = { ...x!, data: x!.data.map(Math.exp) };
    const n = y.shape.at(-1)!;
    for (let step = 0; step < 2 * iterations; step++) {
      const line = (index: readonly number[], k: number) => {
        const flat = index.slice(0, -2).reduce((sum, i, axis) => sum * y.shape[axis]! + i, 0) * n * n;
        return y.data[step % 2 === 0 ? flat + index.at(-2)! * n + k : flat + k * n + index.at(-1)!]!;
      };
      y = build(y.shape, (index) => {
        const total = Array.from({ length: n }, (_, k) => line(index, k)).reduce((a, b) => a + b);
        return line(index, index.at(step % 2 === 0 ? -1 : -2)!) / total;
      });
    }
    return y;
  },
  samples: [[normal([2, 3, 3]), { iterations: 4 }], [normal([2, 2])]],
});
