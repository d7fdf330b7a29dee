import { distinct, type Op, op, type Tensor } from "../op.js";
import { spaceAxes } from "../pooling.js";
import { reduce } from "../reduction.js";
import { max } from "./max.js";

/**
 * Largest element over space, without NaN. The derivative is shared equally among ties.
 * @param x [batch, channels, ...space]
 * @returns [batch, channels, 1, …], space as axes of length 1
 */
export const globalMaxPool: Op<[x: Tensor]> = op("globalMaxPool", {
  compose: ([x]) => max(x!, { axes: spaceAxes("globalMaxPool", x!), keepDims: true }),
  reference: (inputs, _, shape) => {
    const axes = shape.map((_, axis) => axis).slice(2);
    return reduce((values) => Math.max(...values))(inputs, { axes, keepDims: true }, shape);
  },
  samples: [[distinct([2, 3, 4])], [distinct([2, 1, 3, 2])]],
});
