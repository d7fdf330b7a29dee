import { determinant as hostDeterminant } from "ml-matrix";
import { eliminated, parity } from "../elimination.js";
import { eachMatrix } from "../hostMatrix.js";
import { toLanes } from "../lanes.js";
import { regular, squareSize } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { mul } from "./mul.js";
import { prod } from "./prod.js";
import { reshape } from "./reshape.js";
import { sign } from "./sign.js";

/**
 * Sign of the determinant: −1, 0 or 1; its derivative counts as 0.
 * @param x [.., n, n]
 * @returns [..]
 * @throws ShapeError unless n is a number
 */
export const detSign: Op<[x: Tensor]> = op("detSign", {
  compose: ([x]) => {
    squareSize("detSign", x!);
    const { pivots, order } = eliminated(toLanes(x!));
    const signs = prod(sign(pivots), { axes: [0], keepDims: true });
    const swapped = parity(order, x!.dtype);
    return reshape(swapped ? mul(signs, swapped) : signs, x!.shape.slice(0, -2));
  },
  reference: eachMatrix(([x]) => [Math.sign(hostDeterminant(x!))], 0),
  samples: [[regular([3, 3])], [regular([2, 2, 2])], [regular([2, 1, 1])]],
});
