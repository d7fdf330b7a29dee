// Singular values and vectors, x = U·S·Vᵀ, and the derivative of each by the others.
import { type Matrix, SingularValueDecomposition } from "ml-matrix";
import { customVjp } from "./customVjp.js";
import { epsilon } from "./epsilon.js";
import { oneSidedJacobi } from "./jacobi.js";
import { fromLanes, toLanes, vectorsFromLanes } from "./lanes.js";
import { checkJacobi, matrixSize, transposed } from "./matrices.js";
import { inLayout, unit } from "./matrixLayout.js";
import type { Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { mul } from "./ops/mul.js";
import { reshape } from "./ops/reshape.js";
import { sqrt } from "./ops/sqrt.js";
import { square } from "./ops/square.js";
import { sub } from "./ops/sub.js";
import { sum } from "./ops/sum.js";
import { broadened, largestSize, oriented, scaledGram } from "./symmetricEigen.js";

export interface SingularParts {
  /** [.., m, k], k = min(m, n). */
  readonly left: Tensor;
  /** [.., k], descending. */
  readonly values: Tensor;
  /** [.., n, k]. */
  readonly right: Tensor;
}

/** The three parts of x [.., m, n] without a derivative of their own; vectors are columns. @throws ShapeError */
export function rawSingular(name: string, x: Tensor): SingularParts {
  const [rows, columns] = matrixSize(name, x);
  if (rows < columns) {
    const { left, values, right } = rawSingular(name, transposed(x));
    return { left: right, values, right: left };
  }
  checkJacobi(name, columns);
  const batch = x.shape.slice(0, -2);
  const { left, values, right } = oneSidedJacobi(toLanes(transposed(x)));
  return {
    left: transposed(fromLanes(left, batch)),
    values: vectorsFromLanes(reshape(values, [columns, values.shape[2]!]), batch),
    right: transposed(fromLanes(right, batch)),
  };
}

export const leftVectors = (name: string, x: Tensor): Tensor =>
  customVjp(rawSingular(name, x).left, [x], (g, [a], u) => [vectorCotangent(a!, u, g)]);

export const rightVectors = (name: string, x: Tensor): Tensor =>
  customVjp(rawSingular(name, x).right, [x], (g, [a], v) => [transposed(vectorCotangent(transposed(a!), v, g))]);

/** Singular values, by whose derivative is u·vᵀ. */
export const singularValuesOf = (name: string, x: Tensor): Tensor =>
  customVjp(rawSingular(name, x).values, [x, leftVectors(name, x), rightVectors(name, x)], (g, [, u, v]) => [
    scaledGram(u!, g, v!),
    undefined,
    undefined,
  ]);

/**
 * x̄ from that of the left vectors: U·(J + Jᵀ)·S·Vᵀ + (1 − U·Uᵀ)·g·S⁻¹·Vᵀ with J = (Uᵀ·g)/(sⱼ² − sᵢ²), where V·S is
 * xᵀ·U, so that V is not needed.
 * @source Wan & Zhang 2019, arXiv:1909.02659, for real numbers
 */
const vectorCotangent = (x: Tensor, u: Tensor, g: Tensor): Tensor =>
  inLayout([x, u, g], (layout, a, u, g) => {
    const { product, transposed, axes } = layout;
    const [rows, rank] = axes.map((axis) => u!.shape.at(axis) as number) as [number, number];
    const scaledRight = product(transposed(a!), u!);
    const squares = sum(square(scaledRight), { axes: [axes[0]], keepDims: true });
    const scale = sqrt(largestSize(squares, axes[1]));
    // At a value of 0 the root would have no slope.
    const values = sqrt(add(squares, square(mul(scale, epsilon(squares.dtype)))));
    const column = transposed(values);
    const inverseGaps = mul(broadened(sub(values, column), scale), broadened(add(values, column), scale));
    const turned = product(transposed(u!), g!);
    const inner = mul(mul(inverseGaps, unit(rank, layout, squares.dtype, true)), turned);
    const inside = product(u!, add(inner, transposed(inner)));
    if (rows === rank) return product(inside, transposed(scaledRight));
    const outside = mul(sub(g!, product(u!, turned)), square(broadened(values, scale)));
    return product(add(inside, outside), transposed(scaledRight));
  });

/** The decomposition by ml-matrix, oriented as ours: the vectors of the shorter side. */
export function hostSingular(x: Matrix): { readonly u: Matrix; readonly s: number[]; readonly v: Matrix } {
  const isWide = x.rows < x.columns;
  const found = new SingularValueDecomposition(isWide ? x.transpose() : x);
  const [long, short] = [found.leftSingularVectors.clone(), found.rightSingularVectors.clone()];
  oriented(short).forEach((sign, i) => {
    long.mulColumn(i, sign);
  });
  return isWide ? { u: short, s: found.diagonal, v: long } : { u: long, s: found.diagonal, v: short };
}
