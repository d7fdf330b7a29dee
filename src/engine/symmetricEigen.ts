// Eigenvalues and -vectors of symmetric matrices, and the derivative of each by the other.
import { EigenvalueDecomposition, type Matrix } from "ml-matrix";
import { customVjp } from "./customVjp.js";
import { epsilon } from "./epsilon.js";
import { orientationWeights, symmetricJacobi } from "./jacobi.js";
import { fromLanes, toLanes, vectorsFromLanes } from "./lanes.js";
import { checkJacobi, squareSize, transposed } from "./matrices.js";
import { inLayout, unit } from "./matrixLayout.js";
import type { Tensor } from "./op.js";
import { abs } from "./ops/abs.js";
import { add } from "./ops/add.js";
import { div } from "./ops/div.js";
import { greater } from "./ops/greater.js";
import { max } from "./ops/max.js";
import { mul } from "./ops/mul.js";
import { reshape } from "./ops/reshape.js";
import { stopGradient } from "./ops/stopGradient.js";
import { sub } from "./ops/sub.js";
import { sum } from "./ops/sum.js";
import { unsqueeze } from "./ops/unsqueeze.js";
import { where } from "./ops/where.js";

/** Ascending eigenvalues [.., n] and vectors (columns) [.., n, n] of the symmetric part, without a derivative of their own. */
export function rawEigen(name: string, x: Tensor): { readonly values: Tensor; readonly vectors: Tensor } {
  const batch = x.shape.slice(0, -2);
  checkJacobi(name, squareSize(name, x));
  const { values, vectors } = symmetricJacobi(toLanes(x));
  const n = x.shape.at(-1)!;
  return {
    values: vectorsFromLanes(reshape(values, [n, values.shape[2]!]), batch),
    vectors: transposed(fromLanes(vectors, batch)),
  };
}

/** Eigenvalues, by whose derivative is v·vᵀ. */
export const eigenvalues = (name: string, x: Tensor): Tensor =>
  customVjp(rawEigen(name, x).values, [x, eigenvectors(name, x)], (g, [, v]) => [scaledGram(v!, g, v!), undefined]);

/** u·diag(g)·vᵀ. */
export const scaledGram = (u: Tensor, g: Tensor, v: Tensor): Tensor =>
  inLayout([u, unsqueeze(g, [-2]), v], ({ product, transposed }, u, g, v) => product(mul(u!, g!), transposed(v!)));

/** Eigenvectors; dV = V·(F ∘ Vᵀ·dx·V), F the inverse gaps 1/(wⱼ − wᵢ), 0 on the diagonal. */
export function eigenvectors(name: string, x: Tensor): Tensor {
  const n = squareSize(name, x);
  return customVjp(rawEigen(name, x).vectors, [x], (g, [x], v) => [
    inLayout([x!, g, v], (layout, a, g, v) => {
      const { product, transposed, axes } = layout;
      const symmetric = (m: Tensor) => mul(add(m, transposed(m)), 0.5);
      const turned = transposed(v!);
      // With derivatives, unlike the sorted ones.
      const row = sum(mul(v!, product(symmetric(a!), v!)), { axes: [axes[0]], keepDims: true });
      const inverseGaps = broadened(sub(row, transposed(row)), largestSize(row, axes[1]));
      // A gap of 0 to itself has a steep derivative that must not count.
      const weights = mul(inverseGaps, unit(n, layout, row.dtype, true));
      return symmetric(product(product(v!, mul(weights, product(turned, g!))), turned));
    }),
  ]);
}

/** Largest size along an axis, kept; 1 where all are 0. A constant to the derivative. */
export function largestSize(values: Tensor, axis: number): Tensor {
  const size = stopGradient(max(abs(values), { axes: [axis], keepDims: true }));
  return where(greater(size, 0), size, 1);
}

/**
 * x/(x² + w²), w = ε^(2/3)·scale: 1/x but for |x| near w or below, where it stays finite (largest 1/2w) and passes through
 * 0. Rounding leaves gaps of some ε·scale between equal eigenvalues, which then weigh little; a gap of 1e-3 (f64: 1e-6)
 * of the scale loses 6e-4 (1e-9) of its weight.
 */
export function broadened(x: Tensor, scale: Tensor): Tensor {
  const width = mul(scale, epsilon(x.dtype, 2 / 3));
  return div(x, add(mul(x, x), mul(width, width)));
}

/** The decomposition of the symmetric part by ml-matrix, in order and oriented as ours. */
export function hostEigen(x: Matrix): { readonly values: number[]; readonly vectors: Matrix } {
  const symmetric = x.clone().add(x.transpose()).mul(0.5);
  const found = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const order = found.realEigenvalues
    .map((_, i) => i)
    .sort((i, j) => found.realEigenvalues[i]! - found.realEigenvalues[j]!);
  const vectors = found.eigenvectorMatrix.subMatrixColumn(order);
  oriented(vectors);
  return { values: order.map((i) => found.realEigenvalues[i]!), vectors };
}

/** Signs of columns as the graph chooses them; returned, and applied in place. */
export function oriented(vectors: Matrix): number[] {
  const weights = orientationWeights(vectors.rows);
  return Array.from({ length: vectors.columns }, (_, j) => {
    const sign = vectors.getColumn(j).reduce((s, each, i) => s + each * weights[i]!, 0) < 0 ? -1 : 1;
    vectors.mulColumn(j, sign);
    return sign;
  });
}
