import { CholeskyDecomposition } from "ml-matrix";
import { customVjp } from "../customVjp.js";
import { eachMatrix } from "../hostMatrix.js";
import { fromLanes, part, toLanes } from "../lanes.js";
import { dominant, squareSize, symmetricPart, transposed } from "../matrices.js";
import { build, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";
import { add } from "./add.js";
import { concat } from "./concat.js";
import { div } from "./div.js";
import { matmul } from "./matmul.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";
import { transpose } from "./transpose.js";
import { triangularSolve } from "./triangularSolve.js";

/**
 * The lower triangular L of x = L·Lᵀ, with a positive diagonal.
 * @param x [.., n, n], positive definite; its symmetric part counts. Others give NaN
 * @throws ShapeError unless n is a number
 */
export const cholesky: Op<[x: Tensor]> = op("cholesky", {
  compose: ([x]) => {
    const n = squareSize("cholesky", x!);
    const factor = fromLanes(columnByColumn(toLanes(x!)), x!.shape.slice(0, -2));
    // L⁻ᵀ·Φ(Lᵀ·g)·L⁻¹, Φ the lower triangle with half of the diagonal; Murray 2016, arXiv:1602.07527
    const half = build([n, n], ([i, j]) => (i! > j! ? 1 : i === j ? 0.5 : 0)).data;
    return customVjp(factor, [x!], (g, _, lower) => {
      const upper = transposed(lower);
      const inner = mul(matmul(upper, g), constant(half, [n, n], g.dtype));
      const left = triangularSolve(upper, inner, { lower: false });
      return [symmetricPart(transposed(triangularSolve(upper, transposed(left), { lower: false })))];
    });
  },
  reference: eachMatrix(([x]) => {
    const symmetric = x!.clone().add(x!.transpose()).mul(0.5);
    return new CholeskyDecomposition(symmetric).lowerTriangularMatrix;
  }),
  samples: [[dominant([2, 3, 3])], [dominant([2, 2])], [dominant([1, 1])]],
});

/** In lanes: a column of L is that of what is left of x over the root of its first entry. */
function columnByColumn(x: Tensor): Tensor {
  const n = x.shape[0] as number;
  const columns: Tensor[] = [];
  let rest = mul(add(x, transpose(x, [1, 0, 2])), 0.5);
  for (let k = 0; k < n; k++) {
    const first = part(rest, 1, 0, 1);
    const column = div(first, sqrt(part(first, 0, 0, 1)));
    columns.push(
      k === 0
        ? column
        : pad(column, [
            [k, 0],
            [0, 0],
            [0, 0],
          ]),
    );
    if (k === n - 1) break;
    const below = part(column, 0, 1);
    rest = sub(part(part(rest, 0, 1), 1, 1), mul(below, transpose(below, [1, 0, 2])));
  }
  return concat(columns, 1);
}
