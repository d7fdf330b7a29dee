import { determinant as hostDeterminant } from "ml-matrix";
import { customVjp } from "../customVjp.js";
import { eliminated } from "../elimination.js";
import { eachMatrix } from "../hostMatrix.js";
import { toLanes } from "../lanes.js";
import { regular, squareSize, transposed } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { abs } from "./abs.js";
import { inverse } from "./inverse.js";
import { log } from "./log.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";
import { unsqueeze } from "./unsqueeze.js";

/**
 * Logarithm of the size of the determinant, log |det x|, also where the determinant itself would overflow; `detSign` is
 * its sign.
 * @param x [.., n, n]; a singular one gives −∞
 * @returns [..]
 * @throws ShapeError unless n is a number
 */
export const logdet: Op<[x: Tensor]> = op("logdet", {
  compose: ([x]) => {
    squareSize("logdet", x!);
    const { pivots } = eliminated(toLanes(x!));
    const value = reshape(sum(log(abs(pivots)), { axes: [0] }), x!.shape.slice(0, -2));
    return customVjp(value, [x!], (g, [a]) => [mul(unsqueeze(g, [-2, -1]), transposed(inverse(a!)))]);
  },
  reference: eachMatrix(([x]) => [Math.log(Math.abs(hostDeterminant(x!)))], 0),
  samples: [[regular([3, 3])], [regular([2, 2, 2])]],
});
