import { normal, normalAxes, type Op, op, type Tensor } from "../op.js";
import { reshape } from "./reshape.js";

/** With new axes of length 1 at the given places of the result. */
export const unsqueeze: Op<[x: Tensor, axes: readonly number[]]> = op("unsqueeze", {
  args: (x, axes) => ({
    inputs: [x],
    attributes: { axes: normalAxes("unsqueeze", axes, x.shape.length + axes.length) },
  }),
  accepts: ["any"],
  compose: ([x], { axes }) => {
    const kept = [...x!.shape];
    const rank = kept.length + axes.length;
    return reshape(
      x!,
      Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : kept.shift()!)),
    );
  },
  reference: ([x], _, shape) => ({ shape, data: x!.data }),
  samples: [
    [normal([2, 3]), [0]],
    [normal([2, 3]), [-1]],
    [normal([2, 3]), [1, -1]],
    [normal([]), [0]],
  ],
});
