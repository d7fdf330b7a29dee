import { nd, normal, type Op, op, type Tensor } from "../op.js";
import { diagonal } from "./diagonal.js";
import { sum } from "./sum.js";

/**
 * Trace of matrices.
 * @param x [..., n, n]
 * @returns [...]
 */
export const matrixTrace: Op<[x: Tensor]> = op("matrixTrace", {
  accepts: ["number"],
  compose: ([x]) => sum(diagonal(x!), { axes: [-1] }),
  reference: ([x], _, shape) => {
    const n = x!.shape.at(-1)!;
    const trace = (start: number) => Array.from({ length: n }, (_, i) => x!.data[start + i * (n + 1)]!);
    const starts = Array.from({ length: x!.data.length / (n * n) }, (_, i) => i * n * n);
    return nd(
      shape,
      starts.map((start) => trace(start).reduce((a, b) => a + b, 0)),
    );
  },
  samples: [[normal([3, 3])], [normal([2, 3, 3])]],
});
