// Decompositions whose parts are rules of their own, together. A graph that uses several parts computes what they share once.
import type { Tensor } from "./op.js";
import { detSign } from "./ops/detSign.js";
import { leftSingularVectors } from "./ops/leftSingularVectors.js";
import { logdet } from "./ops/logdet.js";
import { orthogonalFactor } from "./ops/orthogonalFactor.js";
import { polarOrthogonal } from "./ops/polarOrthogonal.js";
import { polarPositive } from "./ops/polarPositive.js";
import { rightSingularVectors } from "./ops/rightSingularVectors.js";
import { singularValues } from "./ops/singularValues.js";
import { symmetricEigenvalues } from "./ops/symmetricEigenvalues.js";
import { symmetricEigenvectors } from "./ops/symmetricEigenvectors.js";
import { triangularFactor } from "./ops/triangularFactor.js";

/** x = v·diag(w)·vᵀ of a symmetric matrix [.., n, n]: ascending values [.., n] and vectors [.., n, n], a column each. */
export const eigh = (x: Tensor): { readonly values: Tensor; readonly vectors: Tensor } => ({
  values: symmetricEigenvalues(x),
  vectors: symmetricEigenvectors(x),
});

/** x = u·diag(s)·vᵀ of [.., m, n], k = min(m, n): u [.., m, k], descending s [.., k], v [.., n, k]. */
export const svd = (x: Tensor): { readonly u: Tensor; readonly s: Tensor; readonly v: Tensor } => ({
  u: leftSingularVectors(x),
  s: singularValues(x),
  v: rightSingularVectors(x),
});

/** x = q·r of [.., m, n], k = min(m, n): q [.., m, k], r [.., k, n] with a diagonal ≥ 0. */
export const qr = (x: Tensor): { readonly q: Tensor; readonly r: Tensor } => ({
  q: orthogonalFactor(x),
  r: triangularFactor(x),
});

/** x = u·p of [.., m, n]: u [.., m, n] with orthonormal columns (rows, if x is wide), p [.., n, n] symmetric, ≥ 0. */
export const polar = (x: Tensor): { readonly u: Tensor; readonly p: Tensor } => ({
  u: polarOrthogonal(x),
  p: polarPositive(x),
});

/** det x = sign·e^logdet of [.., n, n]; both [..]. */
export const slogdet = (x: Tensor): { readonly sign: Tensor; readonly logdet: Tensor } => ({
  sign: detSign(x),
  logdet: logdet(x),
});
