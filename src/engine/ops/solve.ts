import { solve as hostSolve } from "ml-matrix";
import { customVjp } from "../customVjp.js";
import { eliminated } from "../elimination.js";
import { eachMatrix } from "../hostMatrix.js";
import { fromLanes, toLanes } from "../lanes.js";
import { matrices, regular, systemOf, transposed } from "../matrices.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { matmul } from "./matmul.js";
import { neg } from "./neg.js";

/**
 * The solution x of a·x = b, by Gauss–Jordan elimination with partial pivoting.
 * @param a [.., n, n]; a singular one gives numbers that are infinite, NaN or huge
 * @param b [.., n, m]; leading axes broadcast
 * @returns [.., n, m]
 * @throws ShapeError unless n and m are numbers and fit
 */
export const solve: Op<[a: Tensor, b: Tensor]> = op("solve", {
  compose: (inputs) => {
    const [a, b, batch] = systemOf("solve", inputs[0]!, inputs[1]!);
    const x = fromLanes(eliminated(toLanes(a), toLanes(b)).solution!, batch);
    return customVjp(x, inputs, (g, [a], x) => {
      const forB = solve(transposed(a!), g); // b̄ = a⁻ᵀ·g
      return [neg(matmul(forB, transposed(x))), forB];
    });
  },
  reference: eachMatrix(([a, b]) => hostSolve(a!, b!)),
  samples: [
    [regular([3, 3]), matrices(normal([3, 2]))],
    [regular([2, 3, 3]), matrices(normal([3, 1]))],
    [regular([2, 2]), matrices(normal([2, 1, 2, 1]))],
  ],
});
