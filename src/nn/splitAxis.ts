import type { Tensor } from "../engine/index.js";
import { slice } from "../engine/ops/index.gen.js";

/** Pieces of an axis, of the given sizes, one after another. */
export function splitAxis(x: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return size === x.shape.at(axis) ? x : slice(x, axis, start - size, start);
  });
}
