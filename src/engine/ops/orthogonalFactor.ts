import { eachMatrix } from "../hostMatrix.js";
import { matrices } from "../matrices.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { hostQr, orthogonal } from "../orthogonalization.js";

/**
 * Q of x = Q·R: orthonormal columns, R with a diagonal ≥ 0 (`triangularFactor`), by Householder's reflections. The
 * derivative needs x (or its first m columns) of full rank.
 * @param x [.., m, n]
 * @returns [.., m, min(m, n)]
 * @throws ShapeError unless m and n are numbers
 */
export const orthogonalFactor: Op<[x: Tensor]> = op("orthogonalFactor", {
  compose: ([x]) => orthogonal("orthogonalFactor", x!),
  reference: eachMatrix(([x]) => hostQr(x!).q),
  samples: [[matrices(normal([2, 4, 3]))], [matrices(normal([2, 2]))], [matrices(normal([2, 3]))]],
});
