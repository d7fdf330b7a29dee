// Small matrices of a batch laid out with the batch last, [n, m, lanes]: an elementwise op then works on one row, column
// or pair of rows of all matrices at once, on contiguous numbers. ONNX Runtime's MatMul takes as long for a matrix of 2 × 2
// as for one of 4 × 4, and broadcasting over short last axes is slow.
import { type Dim, type Shape, sizeOf } from "./dim.js";
import type { Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { gatherElements } from "./ops/gatherElements.js";
import { reshape } from "./ops/reshape.js";
import { slice } from "./ops/slice.js";
import { take } from "./ops/take.js";
import { transpose } from "./ops/transpose.js";
import { constant } from "./tensor.js";

/**
 * [.., n, m] → [n, m, lanes]. Between two reshapes, which ONNX Runtime's optimizer does not push a transpose through: it
 * would have the ops between work in the old layout.
 */
export function toLanes(x: Tensor): Tensor {
  const [n, m] = x.shape.slice(-2) as [number, number];
  const lanes = sizeOf(x.shape.slice(0, -2));
  return reshape(transpose(reshape(x, [lanes, n * m])), [n, m, lanes]);
}

/** [n, m, lanes] → [batch.., n, m]. */
export function fromLanes(x: Tensor, batch: Shape): Tensor {
  const [n, m, lanes] = x.shape as [number, number, Dim];
  return reshape(transpose(reshape(x, [n * m, lanes])), [...batch, n, m]);
}

/** [n, lanes] → [batch.., n]. */
export const vectorsFromLanes = (x: Tensor, batch: Shape): Tensor => reshape(transpose(x), [...batch, x.shape[0]!]);

/** x[start … end − 1] of an axis. */
export const part = (x: Tensor, axis: number, start: number, end = x.shape[axis] as number): Tensor =>
  start === 0 && end === x.shape[axis] ? x : slice(x, axis, start, end);

/** Rows by their numbers, the same for every lane. */
export const rowsAt = (x: Tensor, numbers: readonly number[]): Tensor =>
  take(x, constant(numbers, [numbers.length], "i64"), 0);

/** Rows by numbers of each lane: x [n, m, lanes], places [k, 1, lanes] → [k, m, lanes]. */
export function rowsOfLanes(x: Tensor, places: Tensor): Tensor {
  const m = x.shape[1] as number;
  const wide = m === 1 ? places : add(places, constant(new Float64Array(m), [1, m, 1], "i64"));
  return gatherElements(x, wide, 0);
}
