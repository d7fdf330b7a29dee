import { eachMatrix } from "../hostMatrix.js";
import { dominant } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { hostSingular, singularValuesOf } from "../singular.js";

/**
 * Singular values, by one-sided Jacobi rotations; min(m, n) ≤ 64. Small ones keep their relative accuracy. At repeated valuesn * the derivative is that of the vectors found, finite.
 * @param x [.., m, n]
 * @returns [.., min(m, n)], descending
 * @throws ShapeError unless m and n are numbers
 */
export const singularValues: Op<[x: Tensor]> = op("singularValues", {
  compose: ([x]) => singularValuesOf("singularValues", x!),
  reference: eachMatrix(([x]) => hostSingular(x!).s, 1),
  samples: [[dominant([2, 3, 2])], [dominant([2, 3])], [dominant([2, 3, 3])]],
});
