// Solutions of s·x + x·s = g, which derivatives of roots and of polar factors are; each is differentiated by another one.
import { customVjp } from "./customVjp.js";
import { invertedLanes } from "./elimination.js";
import { inverted } from "./inversion.js";
import { transposed } from "./matrices.js";
import { inLayout, type MatrixLayout } from "./matrixLayout.js";
import type { Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { div } from "./ops/div.js";
import { mul } from "./ops/mul.js";
import { neg } from "./ops/neg.js";
import { sqrt } from "./ops/sqrt.js";
import { square } from "./ops/square.js";
import { sum } from "./ops/sum.js";
import { unsqueeze } from "./ops/unsqueeze.js";
import { broadened, largestSize } from "./symmetricEigen.js";

/**
 * For s [.., n, n] with eigenvalues of positive real part, by Newton's iteration for the sign of [[s, g], [0, −s]], whose
 * upper right block tends to 2x.
 * @source Higham 2008, Functions of Matrices, chapter 5
 */
export function sylvester(s: Tensor, g: Tensor): Tensor {
  const x = inLayout([s, g], (layout, ...start) => {
    let [p, q] = start as [Tensor, Tensor];
    const { axes, product } = layout;
    for (let step = 0; step < 10; step++) {
      const inverse = inverseIn(layout, p);
      const scale = sqrt(div(frobenius(inverse, axes), frobenius(p, axes)));
      p = mul(add(mul(p, scale), div(inverse, scale)), 0.5);
      q = mul(add(mul(q, scale), div(product(product(inverse, q), inverse), scale)), 0.5);
    }
    return mul(q, 0.5);
  });
  return customVjp(x, [s, g], (upper, [s], x) => cotangents(sylvester(transposed(s!), upper), x));
}

/** The inverse of a matrix in a layout; in lanes without a derivative. */
export const inverseIn = ({ axes }: MatrixLayout, x: Tensor): Tensor =>
  axes[0] === 0 ? invertedLanes(x) : inverted("inverse", x);

/** √Σ x² over the axes of the matrices, kept. */
export const frobenius = (x: Tensor, axes: readonly number[] = [-2, -1]): Tensor =>
  sqrt(sum(square(x), { axes, keepDims: true }));

/**
 * For a symmetric s = v·diag(w)·vᵀ whose decomposition is known; 1/(wᵢ + wⱼ) is broadened as inverse gaps are.
 * @param v, w constants to the derivative, as they stand for s
 */
export function sylvesterByEigen(s: Tensor, g: Tensor, v: Tensor, w: Tensor): Tensor {
  const x = inLayout([v, g, unsqueeze(w, [-2])], ({ product, transposed, axes }, v, g, row) => {
    const turned = transposed(v!);
    const sums = add(transposed(row!), row!);
    const inner = mul(product(product(turned, g!), v!), broadened(sums, largestSize(row!, axes[1])));
    return product(product(v!, inner), turned);
  });
  return customVjp(x, [s, g, v, w], (upper, [s, , v, w], x) => cotangents(sylvesterByEigen(s!, upper, v!, w!), x));
}

/** With h the solution for the cotangent: s̄ = −(h·xᵀ + xᵀ·h), ḡ = h. */
function cotangents(h: Tensor, x: Tensor): [Tensor, Tensor] {
  const forS = inLayout([h, x], ({ product, transposed }, h, x) => {
    const turned = transposed(x!);
    return neg(add(product(h!, turned), product(turned, h!)));
  });
  return [forS, h];
}
