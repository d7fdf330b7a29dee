import { eachMatrix } from "../hostMatrix.js";
import { dominant } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { eigenvalues, hostEigen } from "../symmetricEigen.js";

/**
 * Eigenvalues of a symmetric matrix (NumPy's eigvalsh), by Jacobi's rotations; n ≤ 64. The derivative is
 * Σ gᵢ·vᵢ·vᵢᵀ, also at a repeated eigenvalue; the second one uses that of `symmetricEigenvectors`.
 * @param x [.., n, n]; its symmetric part counts
 * @returns [.., n], ascending
 * @throws ShapeError unless n is a number
 */
export const symmetricEigenvalues: Op<[x: Tensor]> = op("symmetricEigenvalues", {
  compose: ([x]) => eigenvalues("symmetricEigenvalues", x!),
  reference: eachMatrix(([x]) => hostEigen(x!).values, 1),
  samples: [[dominant([2, 3, 3])], [dominant([2, 2])], [dominant([2, 1, 1])]],
});
