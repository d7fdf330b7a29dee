import { type Dim, mulDims } from "../dim.js";
import { nd, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { expand } from "./expand.js";
import { reshape } from "./reshape.js";
import { unsqueeze } from "./unsqueeze.js";

/**
 * Each entry of an axis so many times in a row: [a, b] twice is [a, a, b, b] (torch.repeat_interleave).
 * @param times a number or a name
 */
export const repeat: Op<[x: Tensor, times: Dim, axis: number]> = op("repeat", {
  args: (x, times, axis) => ({
    inputs: [x],
    attributes: { times, axis: normalAxis("repeat", axis, x.shape.length) },
  }),
  accepts: ["any"],
  compose: ([x], { times, axis }) => {
    const split = x!.shape.flatMap((dim, i) => (i === axis ? [dim, times] : [dim]));
    return reshape(
      expand(unsqueeze(x!, [axis + 1]), split),
      x!.shape.map((dim, i) => (i === axis ? mulDims(dim, times) : dim)),
    );
  },
  reference: ([x], { times, axis }, shape) => {
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const n = x!.data.length * (times as number);
    const from = (flat: number) => Math.floor(flat / (inner * (times as number))) * inner + (flat % inner);
    return nd(
      shape,
      Array.from({ length: n }, (_, i) => x!.data[from(i)]!),
    );
  },
  samples: [
    [normal([3]), 2, 0],
    [normal([2, 3]), 3, 0],
    [normal([2, 3, 2]), 2, -2],
  ],
});
