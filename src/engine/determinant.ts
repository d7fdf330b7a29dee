// The determinant and its cofactors, which need each other's derivative.
import { customVjp } from "./customVjp.js";
import { eliminated, parity } from "./elimination.js";
import { epsilon } from "./epsilon.js";
import { inverted } from "./inversion.js";
import { part, toLanes } from "./lanes.js";
import { squareSize, transposed } from "./matrices.js";
import type { Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { mul } from "./ops/mul.js";
import { prod } from "./ops/prod.js";
import { reshape } from "./ops/reshape.js";
import { sub } from "./ops/sub.js";
import { unsqueeze } from "./ops/unsqueeze.js";

/** [.., n, n] → [..]; a polynomial of the entries up to 3 × 3, the product of the pivots above. */
export function determinant(x: Tensor, floor?: Tensor): Tensor {
  const n = squareSize("det", x);
  const batch = x.shape.slice(0, -2);
  const lanes = toLanes(x);
  if (n <= 3) return reshape(expanded(lanes), batch);
  const { pivots, order } = eliminated(lanes, undefined, floor);
  const size = prod(pivots, { axes: [0], keepDims: true });
  return customVjp(reshape(mul(size, parity(order, x.dtype)!), batch), [x], (g, [a]) => [
    mul(unsqueeze(g, [-2, -1]), cofactors(a!)),
  ]);
}

/**
 * det(x)·x⁻ᵀ, also for a singular matrix: its zero pivot counts as ε, and cancels from the product. Of a matrix of rank
 * n − 1 the derivative of this is finite but not exact.
 */
function cofactors(x: Tensor): Tensor {
  const floor = epsilon(x.dtype);
  return mul(unsqueeze(determinant(x, floor), [-2, -1]), transposed(inverted("det", x, floor)));
}

/** Laplace's expansion along the first row. */
function expanded(lanes: Tensor): Tensor {
  const n = lanes.shape[0] as number;
  const at = (row: number, column: number) => part(part(lanes, 0, row, row + 1), 1, column, column + 1);
  const minor = (rows: readonly [number, number], columns: readonly [number, number]) =>
    sub(mul(at(rows[0], columns[0]), at(rows[1], columns[1])), mul(at(rows[0], columns[1]), at(rows[1], columns[0])));
  if (n === 1) return lanes;
  if (n === 2) return minor([0, 1], [0, 1]);
  const term = (column: number, others: readonly [number, number]) => mul(at(0, column), minor([1, 2], others));
  return add(sub(term(0, [1, 2]), term(1, [0, 2])), term(2, [0, 1]));
}
