// The derivative of reductions that pick elements.
import { div } from "./ops/div.js";
import { mul } from "./ops/mul.js";
import { reshape } from "./ops/reshape.js";
import { sum } from "./ops/sum.js";
import { where } from "./ops/where.js";
import { keptShape } from "./reduction.js";
import { constant, type Tensor } from "./tensor.js";

/** The cotangent g of a reduction, divided equally among the elements that are not `beaten` (bool, x's shape). */
export function shareAmongTies(beaten: Tensor, g: Tensor, axes: readonly number[]): Tensor {
  const best = where(beaten, constant(0, [], g.dtype), 1);
  return mul(best, div(reshape(g, keptShape(beaten.shape, axes)), sum(best, { axes, keepDims: true })));
}
