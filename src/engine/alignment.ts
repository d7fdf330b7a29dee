// What fits of one list of points to another share: weighted centres, and the product whose polar factor is the turn.
import { determinant, Matrix } from "ml-matrix";
import { ShapeError } from "../error.js";
import { broadcast, printShape } from "./dim.js";
import { transposed } from "./matrices.js";
import type { Nd, Tensor } from "./op.js";
import { div } from "./ops/div.js";
import { extent } from "./ops/extent.js";
import { matmul } from "./ops/matmul.js";
import { mean } from "./ops/mean.js";
import { mul } from "./ops/mul.js";
import { sub } from "./ops/sub.js";
import { sum } from "./ops/sum.js";
import { unsqueeze } from "./ops/unsqueeze.js";
import { hostSingular } from "./singular.js";

export interface Centred {
  /** Distances from the centre, [.., points, d]. */
  readonly points: Tensor;
  /** [.., 1, d]. */
  readonly center: Tensor;
}

/** Weights [.., points] as a column of sum 1; undefined where all weigh the same. */
export const shares = (weights: Tensor | undefined): Tensor | undefined =>
  weights && unsqueeze(div(weights, sum(weights, { axes: [-1], keepDims: true })), [-1]);

/** Mean over the points (axis −2, kept), weighted by `shares`. */
export const meanOver = (x: Tensor, share: Tensor | undefined): Tensor =>
  share ? sum(mul(x, share), { axes: [-2], keepDims: true }) : mean(x, { axes: [-2], keepDims: true });

export function centred(x: Tensor, share: Tensor | undefined): Centred {
  const center = meanOver(x, share);
  return { points: sub(x, center), center };
}

/** Mean of y·xᵀ over the points, [.., d, d], of centred points. */
export function covariance(x: Tensor, y: Tensor, share: Tensor | undefined): Tensor {
  if (share) return matmul(transposed(mul(y, share)), x);
  const product = matmul(transposed(y), x);
  return div(product, extent(x, [-2]));
}

/** @throws ShapeError unless x and y are lists of as many points of one dimension, and the weights fit them */
export function checkPoints(name: string, x: Tensor, y: Tensor, weights?: Tensor): void {
  const fits =
    x.shape.length >= 2 &&
    typeof x.shape.at(-1) === "number" &&
    printShape(x.shape.slice(-2)) === printShape(y.shape.slice(-2)) &&
    broadcast(x.shape.slice(0, -2), y.shape.slice(0, -2)) &&
    (!weights || (weights.shape.at(-1) === x.shape.at(-2) && broadcast(weights.shape, x.shape.slice(0, -1))));
  if (fits) return;
  throw new ShapeError(name, {
    expected: "x and y [.., points, d], d a number, weights [.., points]",
    got: [x, y, ...(weights ? [weights] : [])].map((each) => printShape(each.shape)).join(", "),
  });
}

/** Weights [.., points] as matrices of one row, for references that go through matrices. */
export const asRows = ([x, y, w]: readonly Nd[]): Nd[] => [
  x!,
  y!,
  ...(w ? [{ shape: [...w.shape.slice(0, -1), 1, w.shape.at(-1)!], data: w.data }] : []),
];

/** The rigid fit of y by c·r·x + t on the host; c is 1 unless asked for. */
export function hostFit(x: Matrix, y: Matrix, weights: readonly number[] | undefined, isScaled: boolean) {
  const w = weights ?? new Array<number>(x.rows).fill(1);
  const total = w.reduce((a, b) => a + b, 0);
  const centerOf = (m: Matrix) =>
    Array.from({ length: m.columns }, (_, j) => m.getColumn(j).reduce((s, each, i) => s + (each * w[i]!) / total, 0));
  const [cx, cy] = [centerOf(x), centerOf(y)];
  const [dx, dy] = [x.clone().subRowVector(cx), y.clone().subRowVector(cy)];
  const weighted = dy.clone().mulColumnVector(w.map((each) => each / total));
  const { u, s, v } = hostSingular(weighted.transpose().mmul(dx));
  const isMirrored = determinant(u) * determinant(v) < 0;
  const signs = s.map((_, i) => (isMirrored && i === s.length - 1 ? -1 : 1));
  const rotation = u.mmul(Matrix.diag(signs)).mmul(v.transpose());
  const spread = dx.to2DArray().reduce((sum, row, i) => sum + (w[i]! / total) * row.reduce((a, b) => a + b * b, 0), 0);
  const scale = isScaled ? s.reduce((sum, each, i) => sum + each * signs[i]!, 0) / spread : 1;
  const moved = rotation.mmul(Matrix.columnVector(cx)).to1DArray();
  return { rotation, scale, translation: cy.map((each, i) => each - scale * moved[i]!) };
}
