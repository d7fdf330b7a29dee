// A wide tensor that is used a few columns at a time: what makes them makes each run of columns by itself.
import { matmul, slice } from "../engine/ops/index.gen.js";
import type { Tensor } from "../engine/tensor.js";

export interface Columns {
  readonly count: number;
  /** [.., end − start] */
  columns(start: number, end: number): Tensor;
}

/** The columns of a tensor [.., count]. */
export const columnsOf = (x: Tensor): Columns => {
  const count = x.shape.at(-1) as number;
  return { count, columns: (start, end) => (start === 0 && end === count ? x : slice(x, -1, start, end)) };
};

/** The columns of x · weight, [.., n] · [n, count]: the product is never there as a whole, to be cut up. */
export const columnsOfProduct = (x: Tensor, weight: Tensor): Columns => {
  const { count, columns } = columnsOf(weight);
  return { count, columns: (start, end) => matmul(x, columns(start, end)) };
};
