import { eachMatrix, hostLog } from "../hostMatrix.js";
import { dominant, squareSize } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { gaussLegendre } from "../quadrature.js";
import { squareRoot } from "../squareRoot.js";
import { constant } from "../tensor.js";
import { add } from "./add.js";
import { eye } from "./eye.js";
import { inverse } from "./inverse.js";
import { matmul } from "./matmul.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { unsqueeze } from "./unsqueeze.js";

/**
 * Principal logarithm of a matrix: 8·log of its eighth root y, and log y = ∫₀¹ e·(1 + t·e)⁻¹ dt, e = y − 1, by 18 points of
 * Gauss and Legendre. Eigenvalues from 1e-6 to 1e6 in size are met to round-off; a rotation by almost π is not (at
 * π − 1e-6 about 1e-4 is lost).
 * @param x [.., n, n], regular, no eigenvalue on the negative real axis or close to it
 * @throws ShapeError unless n is a number
 * @source Higham 2008, Functions of Matrices, chapter 11
 */
export const matrixLog: Op<[x: Tensor]> = op("matrixLog", {
  compose: ([x]) => {
    const one = eye(squareSize("matrixLog", x!), x!.dtype);
    const steps = [10, 7, 6]; // that each root needs, ever closer to 1
    const root = steps.reduce((y, count) => squareRoot("matrixLog", y, count), x!);
    const e = sub(root, one);
    const { nodes, weights } = gaussLegendre(18);
    const each = (values: readonly number[]) => constant(values, [values.length, ...x!.shape.map(() => 1)], x!.dtype);
    const resolvents = inverse(add(mul(unsqueeze(e, [0]), each(nodes)), one));
    return matmul(e, sum(mul(resolvents, each(weights.map((w) => 8 * w))), { axes: [0] }));
  },
  reference: eachMatrix(([x]) => hostLog(x!)),
  samples: [[dominant([2, 2, 2])]],
});
