import { determinant as hostDeterminant } from "ml-matrix";
import { determinant } from "../determinant.js";
import { eachMatrix } from "../hostMatrix.js";
import { matrices, regular } from "../matrices.js";
import { normal, type Op, op, type Tensor } from "../op.js";

/**
 * Determinant. The derivative is the matrix of cofactors, also where x is singular; above 3 × 3 the second derivative
 * needs a regular matrix.
 * @param x [.., n, n]
 * @returns [..]
 * @throws ShapeError unless n is a number
 */
export const det: Op<[x: Tensor]> = op("det", {
  compose: ([x]) => determinant(x!),
  reference: eachMatrix(([x]) => [hostDeterminant(x!)], 0),
  samples: [[regular([4, 4])], [regular([2, 3, 3])], [matrices(normal([2, 2, 2]))], [matrices(normal([2, 1, 1]))]],
});
