import { part, rowsAt, rowsOfLanes } from "./lanes.js";
import type { Tensor } from "./op.js";
import { abs } from "./ops/abs.js";
import { add } from "./ops/add.js";
import { argMax } from "./ops/argMax.js";
import { cast } from "./ops/cast.js";
import { concat } from "./ops/concat.js";
import { div } from "./ops/div.js";
import { equal } from "./ops/equal.js";
import { expand } from "./ops/expand.js";
import { eye } from "./ops/eye.js";
import { less } from "./ops/less.js";
import { max } from "./ops/max.js";
import { mul } from "./ops/mul.js";
import { neg } from "./ops/neg.js";
import { prod } from "./ops/prod.js";
import { sign } from "./ops/sign.js";
import { sub } from "./ops/sub.js";
import { unsqueeze } from "./ops/unsqueeze.js";
import { where } from "./ops/where.js";
import { constant } from "./tensor.js";

export interface Elimination {
  /** A⁻¹·B, [n, m, lanes]; undefined without B. */
  readonly solution: Tensor | undefined;
  /** [n, 1, lanes]; the determinant is their product times the parity of the order. */
  readonly pivots: Tensor;
  /** The row that each step took its pivot from, i64 [n, 1, lanes]. */
  readonly order: Tensor;
}

/**
 * Gauss–Jordan elimination with partial pivoting in lanes, 13 nodes a row. Rows stay where they are; a row that has
 * given its pivot is not looked at again, and the solution is put in order at the end.
 * @param a [n, n, lanes]
 * @param b [n, m, lanes]
 * @param floor a pivot smaller than this part of the largest |a| counts as that; 0 by default: a singular matrix gives ±∞ or NaN
 */
export function eliminated(a: Tensor, b?: Tensor, floor?: Tensor): Elimination {
  const n = a.shape[0] as number;
  const numbers = constant(
    Array.from({ length: n }, (_, i) => i),
    [n, 1, 1],
    "i64",
  );
  const least = floor && mul(max(abs(a), { axes: [0, 1], keepDims: true }), floor);
  let rest = b ? concat([a, b], 1) : a;
  let penalty: Tensor | undefined;
  const pivots: Tensor[] = [];
  const order: Tensor[] = [];
  for (let k = 0; k < n; k++) {
    const column = part(rest, 1, 0, 1);
    const size = abs(column);
    const place = argMax(penalty ? add(size, penalty) : size, 0, { keepDims: true });
    const found = rowsOfLanes(column, place);
    const pivot = least ? where(less(abs(found), least), least, found) : found;
    pivots.push(pivot);
    order.push(place);
    if (rest.shape[1] === 1) break;
    rest = part(rest, 1, 1);
    const chosen = equal(numbers, place);
    const unit = div(rowsOfLanes(rest, place), pivot);
    rest = where(chosen, unit, sub(rest, mul(column, unit)));
    if (k < n - 1) penalty = where(chosen, Number.NEGATIVE_INFINITY, penalty ?? constant(0, [], a.dtype));
  }
  const rows = concat(order, 0);
  return { solution: b && rowsOfLanes(rest, rows), pivots: concat(pivots, 0), order: rows };
}

/** ±1 [1, 1, lanes]: the sign of the permutation, a factor −1 for each pair of rows out of order. */
export function parity(order: Tensor, dtype: Tensor["dtype"]): Tensor | undefined {
  const n = order.shape[0] as number;
  const pairs = Array.from({ length: n }, (_, j) => Array.from({ length: j }, (_, i) => [i, j] as const)).flat();
  if (pairs.length === 0) return undefined;
  const at = (side: 0 | 1) =>
    rowsAt(
      order,
      pairs.map((pair) => pair[side]),
    );
  return prod(cast(sign(sub(at(1), at(0))), dtype), { axes: [0], keepDims: true });
}

/** x⁻¹ in lanes; see `eliminated`. */
export const invertedLanes = (x: Tensor, floor?: Tensor): Tensor =>
  x.shape[0] === 2 && !floor ? adjugateQuotient(x) : eliminated(x, expand(unitLanes(x), x.shape), floor).solution!;

/** The identity matrix [n, n, 1]. */
export const unitLanes = (like: Tensor): Tensor => unsqueeze(eye(like.shape[0]!, like.dtype), [-1]);

/** [[d, −b], [−c, a]]/(a·d − b·c): as exact as elimination, but for one common factor. */
function adjugateQuotient(x: Tensor): Tensor {
  const [first, last] = [part(x, 0, 0, 1), part(x, 0, 1, 2)];
  const [a, b] = [part(first, 1, 0, 1), part(first, 1, 1, 2)];
  const [c, d] = [part(last, 1, 0, 1), part(last, 1, 1, 2)];
  const rows = [concat([d, neg(b)], 1), concat([neg(c), a], 1)];
  return div(concat(rows, 0), sub(mul(a, d), mul(b, c)));
}
