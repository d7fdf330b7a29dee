import type { Tensor } from "../engine/index.js";
import { transpose } from "../engine/ops/index.gen.js";

/** The last two axes exchanged. */
export function swapLast(x: Tensor): Tensor {
  const rank = x.shape.length;
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]);
}
