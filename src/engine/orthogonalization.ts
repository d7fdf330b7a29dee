// What the two factors of QR share.

import type { Matrix } from "ml-matrix";
import { QrDecomposition } from "ml-matrix";
import { customVjp } from "./customVjp.js";
import { householder } from "./householder.js";
import { part as partOf } from "./lanes.js";
import { matrixSize, transposed } from "./matrices.js";
import type { Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { concat } from "./ops/concat.js";
import { matmul } from "./ops/matmul.js";
import { neg } from "./ops/neg.js";
import { triangularSolve } from "./ops/triangularSolve.js";
import { tril } from "./ops/tril.js";
import { triu } from "./ops/triu.js";

/** Q of x [.., m, n]: [.., m, min(m, n)], of the first m columns where n > m. */
export function orthogonal(name: string, x: Tensor): Tensor {
  const [rows, columns] = matrixSize(name, x);
  const square = columns > rows ? partOf(x, x.shape.length - 1, 0, rows) : x;
  return customVjp(householder(square).q, [square], (g, [a], q) => {
    const r = triu(matmul(transposed(q), a!));
    return [cotangent(q, r, g, neg(matmul(transposed(g), q)))];
  });
}

/** R of x [.., m, n]: [.., min(m, n), n]. */
export function triangular(name: string, x: Tensor): Tensor {
  const [rows, columns] = matrixSize(name, x);
  const last = x.shape.length - 1;
  if (columns > rows) {
    // x = [y, z]: R = [R of y, Qᵀ·z]
    const left = partOf(x, last, 0, rows);
    const right = matmul(transposed(orthogonal(name, left)), partOf(x, last, rows));
    return concat([triangular(name, left), right], last);
  }
  return customVjp(householder(x).r, [x, orthogonal(name, x)], (g, [, q], r) => [
    cotangent(q!, r, undefined, matmul(r, transposed(triu(g)))),
    undefined,
  ]);
}

/** (q̄ + Q·S)·R⁻ᵀ, S the symmetric matrix of M's lower triangle, M = R·r̄ᵀ − q̄ᵀ·Q; Roberts & Roberts 2020, arXiv:2009.10071. */
function cotangent(q: Tensor, r: Tensor, g: Tensor | undefined, m: Tensor): Tensor {
  const symmetric = matmul(q, add(tril(m), transposed(tril(m, -1))));
  const left = g ? add(g, symmetric) : symmetric;
  return transposed(triangularSolve(r, transposed(left), { lower: false }));
}

/** Both factors by ml-matrix, R's diagonal made positive. */
export function hostQr(x: Matrix): { readonly q: Matrix; readonly r: Matrix } {
  const rank = Math.min(x.rows, x.columns);
  const left = new QrDecomposition(x.subMatrix(0, x.rows - 1, 0, rank - 1));
  const [q, r] = [left.orthogonalMatrix, left.upperTriangularMatrix];
  for (let i = 0; i < rank; i++) if (r.get(i, i) < 0) q.mulColumn(i, -1);
  return { q, r: q.transpose().mmul(x) };
}
