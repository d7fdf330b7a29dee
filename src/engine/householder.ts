import { fromLanes, part, toLanes } from "./lanes.js";
import type { Tensor } from "./op.js";
import { abs } from "./ops/abs.js";
import { add } from "./ops/add.js";
import { concat } from "./ops/concat.js";
import { div } from "./ops/div.js";
import { less } from "./ops/less.js";
import { maximum } from "./ops/maximum.js";
import { mul } from "./ops/mul.js";
import { pad } from "./ops/pad.js";
import { sqrt } from "./ops/sqrt.js";
import { sub } from "./ops/sub.js";
import { sum } from "./ops/sum.js";
import { transpose } from "./ops/transpose.js";
import { where } from "./ops/where.js";
import { constant } from "./tensor.js";

/** I − v·vᵀ/scale in lanes: v [r, 1, lanes], scale [1, 1, lanes]. */
interface Reflection {
  readonly v: Tensor;
  readonly scale: Tensor;
}

/**
 * Q and R of x = Q·R by Householder's reflections, R with a diagonal ≥ 0. Q is orthonormal whatever x is.
 * @param x [.., m, n], m ≥ n
 * @returns values without a derivative of their own: Q [.., m, n], R [.., n, n]
 * @source Golub & Van Loan, Matrix Computations, algorithms 5.1.1 and 5.2.1
 */
export function householder(x: Tensor): { readonly q: Tensor; readonly r: Tensor } {
  const batch = x.shape.slice(0, -2);
  const { q, r } = reflectedLanes(toLanes(x));
  return { q: fromLanes(q, batch), r: fromLanes(r, batch) };
}

/** The same in lanes: x [m, n, lanes] → q [m, n, lanes], r [n, n, lanes]. */
export function reflectedLanes(x: Tensor): { readonly q: Tensor; readonly r: Tensor } {
  const n = x.shape[1] as number;
  const reflections: Reflection[] = [];
  const rows: Tensor[] = [];
  const signs: Tensor[] = [];
  let rest = x;
  for (let k = 0; k < n; k++) {
    const { v, scale, size, sign } = reflection(part(rest, 1, 0, 1));
    reflections.push({ v, scale });
    signs.push(sign);
    const right = k < n - 1 ? reflected(part(rest, 1, 1), { v, scale }) : undefined;
    const row = right ? concat([size, mul(part(right, 0, 0, 1), sign)], 1) : size;
    rows.push(
      k === 0
        ? row
        : pad(row, [
            [0, 0],
            [k, 0],
            [0, 0],
          ]),
    );
    if (right) rest = part(right, 0, 1);
  }
  return { q: mul(product(reflections), transpose(concat(signs, 0), [1, 0, 2])), r: concat(rows, 0) };
}

/** The reflection that takes a column to (−s·size, 0, …), s the sign of its first entry (1 for 0); sign is −s. */
function reflection(column: Tensor): Reflection & { readonly size: Tensor; readonly sign: Tensor } {
  const first = part(column, 0, 0, 1);
  const size = sqrt(sum(mul(column, column), { axes: [0], keepDims: true }));
  const negative = less(first, 0);
  const head = where(negative, sub(first, size), add(first, size));
  const v = column.shape[0] === 1 ? head : concat([head, part(column, 0, 1)], 0);
  // A column of zeros is left alone: v is 0 then, and the scale only must not be.
  return {
    v,
    scale: maximum(mul(size, abs(head)), 1e-37),
    size,
    sign: where(negative, 1, constant(-1, [], first.dtype)),
  };
}

const reflected = (x: Tensor, { v, scale }: Reflection): Tensor =>
  sub(x, mul(v, div(sum(mul(v, x), { axes: [0], keepDims: true }), scale)));

/** The first columns of the product of the reflections, from the last one on. */
function product(reflections: readonly Reflection[]): Tensor {
  let q: Tensor | undefined;
  for (const { v, scale } of [...reflections].reverse()) {
    const rows = v.shape[0] as number;
    // [[1, 0], [0, q]] reflected: its first column is e₁ − v·v₁/scale.
    const minusFirst = mul(v, div(part(v, 0, 0, 1), scale));
    const first = sub(constant([1, ...new Float64Array(rows - 1)], [rows, 1, 1], v.dtype), minusFirst);
    q = q
      ? concat(
          [
            first,
            reflected(
              pad(q, [
                [1, 0],
                [0, 0],
                [0, 0],
              ]),
              { v, scale },
            ),
          ],
          1,
        )
      : first;
  }
  return q!;
}
