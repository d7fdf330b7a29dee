import { eachMatrix } from "../hostMatrix.js";
import { dominant } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { hostSingular, rightVectors } from "../singular.js";

/**
 * Right singular vectors, V of x = U·S·Vᵀ in the order of `singularValues`, orthonormal also where a value is 0.
 * Those of the shorter side (right if m = n) have positive products with (1, e^(−1/k), e^(−2/k), …). In the derivative
 * 1/gap is gap/(gap² + w²) with w = ε^(2/3)·max(s), as in `symmetricEigenvectors`.
 * @param x [.., m, n]
 * @returns [.., n, min(m, n)], a vector each column
 * @throws ShapeError unless m and n are numbers
 */
export const rightSingularVectors: Op<[x: Tensor]> = op("rightSingularVectors", {
  compose: ([x]) => rightVectors("rightSingularVectors", x!),
  reference: eachMatrix(([x]) => hostSingular(x!).v),
  samples: [[dominant([2, 3, 2])], [dominant([2, 3])], [dominant([2, 2, 2])]],
});
