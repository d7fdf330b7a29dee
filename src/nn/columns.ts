// A wide tensor on edges that is used a few columns at a time: what makes them makes each run of columns by itself.
import { matmul, slice } from "../engine/ops/index.gen.js";
import type { Tensor } from "../engine/tensor.js";

export interface Columns {
  readonly count: number;
  /** On edges: what the columns are made of. */
  readonly source: Tensor;
  /** [.., end − start], of the source or a part of it */
  columns(source: Tensor, start: number, end: number): Tensor;
}

/** The columns of a tensor [.., count]. */
export const columnsOf = (source: Tensor): Columns => {
  const count = source.shape.at(-1) as number;
  return { count, source, columns: (x, start, end) => (start === 0 && end === count ? x : slice(x, -1, start, end)) };
};

/** The columns of x · weight, [.., n] · [n, count]: the product is never there as a whole, to be cut up. */
export const columnsOfProduct = (source: Tensor, weight: Tensor): Columns => {
  const { count, columns } = columnsOf(weight);
  return { count, source, columns: (x, start, end) => matmul(x, columns(weight, start, end)) };
};
