import { customVjp } from "../customVjp.js";
import { build, normal, type Op, op, type Tensor } from "../op.js";
import { diagonal } from "./diagonal.js";
import { eye } from "./eye.js";
import { unsqueeze } from "./unsqueeze.js";
import { where } from "./where.js";

/**
 * Diagonal matrices from vectors.
 * @param x [..., n]
 * @returns [..., n, n]
 */
export const diagonalMatrix: Op<[x: Tensor]> = op("diagonalMatrix", {
  accepts: ["number"],
  compose: ([x]) => {
    const rows = unsqueeze(x!, [-1]);
    // Chosen, not multiplied, so that an infinite entry leaves its row finite elsewhere.
    return customVjp(where(eye(x!.shape.at(-1)!, "bool"), rows, 0), [x!], (g) => [diagonal(g)]);
  },
  reference: ([x], _, shape) => {
    const n = shape.at(-1)!;
    let k = 0;
    return build(shape, (index) => {
      const row = Math.floor(k++ / n);
      return index.at(-1) === index.at(-2) ? x!.data[row]! : 0;
    });
  },
  samples: [[normal([3])], [normal([2, 3])], [normal([2, 1])]],
});
