import { eachMatrix } from "../hostMatrix.js";
import { dominant } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { nearestOrthogonal } from "../polarDecomposition.js";
import { hostSingular } from "../singular.js";

/**
 * The orthogonal factor u of x = u·p, which is the matrix of orthonormal columns (rows, if it is wide) nearest to x. Its
 * derivative is smooth where singular values are equal; where two of them are 0 it is finite.
 * @param x [.., m, n]; above or below a square one, of full rank for the derivative
 * @returns [.., m, n]
 * @throws ShapeError unless m and n are numbers
 */
export const polarOrthogonal: Op<[x: Tensor]> = op("polarOrthogonal", {
  compose: ([x]) => nearestOrthogonal("polarOrthogonal", x!),
  reference: eachMatrix(([x]) => {
    const { u, v } = hostSingular(x!);
    return u.mmul(v.transpose());
  }),
  samples: [[dominant([2, 2, 2])], [dominant([2, 3, 2])], [dominant([2, 3])]],
});
