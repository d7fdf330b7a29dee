import { eachMatrix } from "../hostMatrix.js";
import { points, transposed } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { nearestOrthogonal } from "../polarDecomposition.js";
import { hostSingular } from "../singular.js";
import { matmul } from "./matmul.js";

/**
 * The orthogonal matrix r (reflections included) for which x·r is nearest to y (SciPy's orthogonal_procrustes).
 * @param x [.., points, d]; not centred here
 * @param y [.., points, d]
 * @returns [.., d, d]
 * @throws ShapeError unless d is a number
 * @source Schönemann 1966, doi:10.1007/BF02289451
 */
export const procrustes: Op<[x: Tensor, y: Tensor]> = op("procrustes", {
  compose: ([x, y]) => nearestOrthogonal("procrustes", matmul(transposed(x!), y!)),
  reference: eachMatrix(([x, y]) => {
    const { u, v } = hostSingular(x!.transpose().mmul(y!));
    return u.mmul(v.transpose());
  }),
  samples: [
    [points([2, 6, 2]), points([2, 6, 2])],
    [points([5, 2]), points([2, 5, 2])],
  ],
});
