import { inverse as hostInverse, Matrix } from "ml-matrix";
import { eachMatrix, hostExp, hostLog } from "../hostMatrix.js";
import { dominant, squareSize } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { add } from "./add.js";
import { eye } from "./eye.js";
import { inverse } from "./inverse.js";
import { matmul } from "./matmul.js";
import { matrixExp } from "./matrixExp.js";
import { matrixLog } from "./matrixLog.js";
import { mul } from "./mul.js";

/**
 * Power of a matrix: by repeated squaring for a whole exponent (of the inverse, if it is negative), else as
 * exp(p·log x), with the conditions of `matrixLog`.
 * @param x [.., n, n]
 * @throws ShapeError unless n is a number
 */
export const matrixPower: Op<[x: Tensor, exponent: number]> = op("matrixPower", {
  args: (x, exponent) => ({ inputs: [x], attributes: { exponent } }),
  compose: ([x], { exponent }) => {
    const n = squareSize("matrixPower", x!);
    if (!Number.isInteger(exponent)) return matrixExp(mul(matrixLog(x!), exponent));
    if (exponent === 0) return add(mul(x!, 0), eye(n, x!.dtype));
    return whole(exponent < 0 ? inverse(x!) : x!, Math.abs(exponent));
  },
  reference: eachMatrix(([x], { exponent }) => {
    if (!Number.isInteger(exponent)) return hostExp(hostLog(x!).mul(exponent));
    let y = Matrix.eye(x!.rows);
    for (let k = 0; k < Math.abs(exponent); k++) y = y.mmul(exponent < 0 ? hostInverse(x!) : x!);
    return y;
  }),
  samples: [
    [dominant([2, 2, 2]), 5],
    [dominant([2, 3, 3]), -2],
    [dominant([2, 2]), 0],
  ],
});

const whole = (x: Tensor, exponent: number): Tensor => {
  if (exponent === 1) return x;
  const half = whole(x, Math.floor(exponent / 2));
  const even = matmul(half, half);
  return exponent % 2 === 0 ? even : matmul(even, x);
};
