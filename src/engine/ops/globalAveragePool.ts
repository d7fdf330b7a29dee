import { normal, type Op, op, type Tensor } from "../op.js";
import { spaceAxes } from "../pooling.js";
import { reduce } from "../reduction.js";
import { mean } from "./mean.js";

/**
 * Mean over space.
 * @param x [batch, channels, ...space]
 * @returns [batch, channels, 1, …], space as axes of length 1
 */
export const globalAveragePool: Op<[x: Tensor]> = op("globalAveragePool", {
  compose: ([x]) => mean(x!, { axes: spaceAxes("globalAveragePool", x!), keepDims: true }),
  reference: (inputs, _, shape) => {
    const axes = shape.map((_, axis) => axis).slice(2);
    return reduce((values) => values.reduce((a, b) => a + b, 0) / values.length)(
      inputs,
      { axes, keepDims: true },
      shape,
    );
  },
  samples: [[normal([2, 3, 4])], [normal([2, 1, 3, 2])]],
});
