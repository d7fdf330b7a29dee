// A wide tensor on edges that is used a few columns at a time: what makes them makes each run of columns by itself.
import { keep, matmul, slice } from "../engine/ops/index.gen.js";
import type { Tensor } from "../engine/tensor.js";

export interface Columns {
  /** How many; of tensors that lie beside each other, how many each has. */
  readonly widths: readonly number[];
  /** On edges: what the columns are made of. */
  readonly sources: readonly Tensor[];
  /** [.., end − start], of the sources or a part of each; of tensors beside each other it is one of them */
  columns(sources: readonly Tensor[], start: number, end: number): Tensor;
}

/** The columns of a tensor [.., count]. */
export const columnsOf = (source: Tensor): Columns => {
  const count = source.shape.at(-1) as number;
  const columns = ([x]: readonly Tensor[], start: number, end: number) =>
    start === 0 && end === count ? x! : slice(x!, -1, start, end);
  return { widths: [count], sources: [source], columns };
};

/** The columns of tensors [.., width] beside each other, each used as a whole: nothing is joined, to be cut up. */
export const columnsOfParts = (sources: readonly Tensor[]): Columns => {
  const widths = sources.map((x) => x.shape.at(-1) as number);
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((a, b) => a + b, 0));
  return { widths, sources, columns: (parts, start) => parts[starts.indexOf(start)]! };
};

/** The columns of x · weight, [.., n] · [n, count]: the product is never there as a whole, to be cut up. */
export const columnsOfProduct = (source: Tensor, weight: Tensor): Columns => {
  const { widths, columns } = columnsOf(weight);
  return { widths, sources: [source], columns: ([x], start, end) => keep(matmul(x!, columns([weight], start, end))) };
};
