import { customVjp } from "./customVjp.js";
import { determinant } from "./determinant.js";
import { matrixSize, squareSize, transposed } from "./matrices.js";
import { inLayout } from "./matrixLayout.js";
import type { Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { concat } from "./ops/concat.js";
import { matmul } from "./ops/matmul.js";
import { mul } from "./ops/mul.js";
import { sign } from "./ops/sign.js";
import { solve } from "./ops/solve.js";
import { sub } from "./ops/sub.js";
import { unsqueeze } from "./ops/unsqueeze.js";
import { rawSingular } from "./singular.js";
import { sylvesterByEigen } from "./sylvester.js";
import { constant } from "./tensor.js";

/**
 * The matrix with orthonormal columns (rows, if it is wide) nearest to x: U·Vᵀ of x = U·S·Vᵀ.
 * @param isRotation the nearest one of determinant 1 instead: the last singular value counts as negative where det x is
 * @throws ShapeError
 */
export function nearestOrthogonal(name: string, x: Tensor, isRotation = false): Tensor {
  const [rows, columns] = isRotation ? [squareSize(name, x), 0] : matrixSize(name, x);
  if (rows < columns) return transposed(nearestOrthogonal(name, transposed(x)));
  const { left, values, right } = rawSingular(name, x);
  const signs = isRotation ? lastSigns(matmul(left, transposed(right))) : undefined;
  const [u, w] = signs ? [mul(left, unsqueeze(signs, [-2])), mul(values, signs)] : [left, values];
  return customVjp(matmul(u, transposed(right)), [x, right, w], (g, [a, v, w], y) => [
    cotangent(a!, y, g, v!, w!),
    undefined,
    undefined,
  ]);
}

/**
 * x = y·p: the turn Ω of dy = y·Ω solves p·Ω + Ω·p = yᵀ·dx − dxᵀ·y, and outside of y's columns dy is dx·p⁻¹. Smooth where
 * singular values are equal; only sums of two in p count.
 */
function cotangent(x: Tensor, y: Tensor, g: Tensor, v: Tensor, w: Tensor): Tensor {
  const p = inLayout([y, x], ({ product, transposed }, y, x) => {
    const p = product(transposed(y!), x!);
    return mul(add(p, transposed(p)), 0.5);
  });
  const skew = inLayout([y, g], ({ product, transposed }, y, g) => {
    const inner = product(transposed(y!), g!);
    return sub(inner, transposed(inner));
  });
  const inside = inLayout([y, sylvesterByEigen(p, skew, v, w)], ({ product }, y, turn) => product(y!, turn!));
  if (x.shape.at(-1) === x.shape.at(-2)) return inside;
  const outside = sub(g, matmul(y, matmul(transposed(y), g)));
  return add(inside, transposed(solve(p, transposed(outside))));
}

/** (1, …, 1, det) of an orthogonal matrix. */
function lastSigns(orthogonal: Tensor): Tensor {
  const n = orthogonal.shape.at(-1) as number;
  const last = unsqueeze(sign(determinant(orthogonal)), [-1]);
  if (n === 1) return last;
  const ones = mul(last, constant(new Float64Array(n - 1), [n - 1], last.dtype));
  return concat([sub(constant(1, [], last.dtype), ones), last], -1);
}
