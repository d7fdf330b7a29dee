import { eachMatrix, hostSqrt } from "../hostMatrix.js";
import { dominant } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { squareRoot } from "../squareRoot.js";

/**
 * Principal square root of a matrix, by ten steps of Denman and Beavers' iteration.
 * @param x [.., n, n], regular, no eigenvalue on the negative real axis or close to it
 * @throws ShapeError unless n is a number
 */
export const matrixSqrt: Op<[x: Tensor]> = op("matrixSqrt", {
  compose: ([x]) => squareRoot("matrixSqrt", x!, 10),
  reference: eachMatrix(([x]) => hostSqrt(x!)),
  samples: [[dominant([2, 3, 3])]],
});
