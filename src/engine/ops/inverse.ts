import { inverse as hostInverse } from "ml-matrix";
import { eachMatrix } from "../hostMatrix.js";
import { inverted } from "../inversion.js";
import { matrices, regular } from "../matrices.js";
import { type Op, op, type Tensor, uniform } from "../op.js";

/**
 * Inverse matrix, by Gauss–Jordan elimination with partial pivoting; to multiply by it, `solve` is more exact.
 * @param x [.., n, n]; a singular one gives numbers that are infinite, NaN or huge
 * @throws ShapeError unless n is a number
 */
export const inverse: Op<[x: Tensor]> = op("inverse", {
  compose: ([x]) => inverted("inverse", x!),
  reference: eachMatrix(([x]) => hostInverse(x!)),
  samples: [[regular([2, 3, 3])], [regular([2, 2])], [matrices(uniform(0.5, 1, [2, 1, 1]))]],
});
