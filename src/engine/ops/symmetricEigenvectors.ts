import { eachMatrix } from "../hostMatrix.js";
import { dominant } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { eigenvectors, hostEigen } from "../symmetricEigen.js";

/**
 * Orthonormal eigenvectors of a symmetric matrix in the order of `symmetricEigenvalues`, by Jacobi's rotations; n ≤ 64.
 * Each has a positive product with (1, e^(−1/n), e^(−2/n), …). In the derivative 1/gap is gap/(gap² + w²) with
 * w = ε^(2/3)·max|eigenvalue| (f64: 4e-11, f32: 2e-5): repeated eigenvalues give finite numbers, and vectors count as not
 * turning towards each other within an eigenspace. A function of the matrix, v·f(w)·vᵀ, therefore misses that part where
 * eigenvalues are equal; `matrixExp`, `matrixSqrt`, `polarOrthogonal` … do not.
 * @param x [.., n, n]; its symmetric part counts
 * @returns [.., n, n], a vector each column
 * @throws ShapeError unless n is a number
 */
export const symmetricEigenvectors: Op<[x: Tensor]> = op("symmetricEigenvectors", {
  compose: ([x]) => eigenvectors("symmetricEigenvectors", x!),
  reference: eachMatrix(([x]) => hostEigen(x!).vectors),
  samples: [[dominant([2, 3, 3])], [dominant([2, 2])], [dominant([2, 1, 1])]],
});
