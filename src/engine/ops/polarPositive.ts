import { Matrix } from "ml-matrix";
import { eachMatrix } from "../hostMatrix.js";
import { dominant, symmetricPart, transposed } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { nearestOrthogonal } from "../polarDecomposition.js";
import { hostSingular } from "../singular.js";
import { matmul } from "./matmul.js";

/**
 * The symmetric factor p ≥ 0 of x = u·p, u = `polarOrthogonal`(x): the root of xᵀ·x.
 * @param x [.., m, n]
 * @returns [.., n, n]
 * @throws ShapeError unless m and n are numbers
 */
export const polarPositive: Op<[x: Tensor]> = op("polarPositive", {
  compose: ([x]) => symmetricPart(matmul(transposed(nearestOrthogonal("polarPositive", x!)), x!)),
  reference: eachMatrix(([x]) => {
    const { s, v } = hostSingular(x!);
    return v.mmul(Matrix.diag(s)).mmul(v.transpose());
  }),
  samples: [[dominant([2, 2, 2])], [dominant([2, 3, 2])], [dominant([2, 3])]],
});
