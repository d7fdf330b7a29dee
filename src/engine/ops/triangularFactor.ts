import { eachMatrix } from "../hostMatrix.js";
import { matrices } from "../matrices.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { hostQr, triangular } from "../orthogonalization.js";

/**
 * R of x = Q·R: upper triangular with a diagonal ≥ 0; see `orthogonalFactor`.
 * @param x [.., m, n]
 * @returns [.., min(m, n), n]
 * @throws ShapeError unless m and n are numbers
 */
export const triangularFactor: Op<[x: Tensor]> = op("triangularFactor", {
  compose: ([x]) => triangular("triangularFactor", x!),
  reference: eachMatrix(([x]) => hostQr(x!).r),
  samples: [[matrices(normal([2, 4, 3]))], [matrices(normal([2, 2]))], [matrices(normal([2, 3]))]],
});
