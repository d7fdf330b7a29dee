import { count, integers, type Nd, nd, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import type { PlanOptions } from "../segments.js";
import { reshape } from "./reshape.js";
import { segmentSum } from "./segmentSum.js";
import { transpose } from "./transpose.js";

type Args = [x: Tensor, index: Tensor, axis?: number, plan?: Tensor | undefined, options?: PlanOptions];

/**
 * Entries of an axis by number, repeats allowed (ONNX Gather).
 * @param x [a…, n, b…]
 * @param index integers of any shape [i…], 0 ≤ index < n
 * @param plan `segmentPlan` of the flattened index into n segments, where it is known outside the graph: makes the
 * derivative fast, which is a `segmentSum`
 * @param options.isFull that the plan has no −1, but rows whose cotangents are 0
 * @returns [a…, i…, b…]
 */
export const take: Op<Args> = op("take", {
  args: (x, index, axis = 0, plan, { isFull } = {}) => ({
    inputs: plan ? [x, index, plan] : [x, index],
    attributes: { axis: normalAxis("take", axis, x.shape.length), isFull },
  }),
  accepts: ["any", "integer"],
  dtype: ([x]) => x!.dtype,
  shape: ([x, index], { axis }) => [...x!.shape.slice(0, axis), ...index!.shape, ...x!.shape.slice(axis + 1)],
  vjp: ([x, index, plan], g, { attributes: { axis, isFull } }) => {
    const rank = index!.shape.length;
    const axes = g.shape.map((_, i) => i);
    const [before, picked, after] = [axes.slice(0, axis), axes.slice(axis, axis + rank), axes.slice(axis + rank)];
    const front = axis === 0 ? g : transpose(g, [...picked, ...before, ...after]);
    const rows = reshape(front, [-1, ...front.shape.slice(rank)]);
    const summed = segmentSum(rows, reshape(index!, [-1]), x!.shape[axis]!, plan, { isFull });
    if (axis === 0) return [summed, undefined];
    return [transpose(summed, [...before.map((i) => i + 1), 0, ...after.map((i) => i + 1 - rank)]), undefined];
  },
  onnx: (emitter, [x, index], { attributes }) => emitter.node("Gather", [x!, index!], { axis: attributes.axis }),
  reference: ([x, index], { axis }, shape) => taken(x!, index!, axis, shape),
  samples: [
    [normal([4, 3]), integers(0, 4, [5])],
    [normal([4, 2]), integers(0, 4, [2, 3])],
    [normal([2, 3, 2]), integers(0, 3, [4]), 1],
  ],
});

function taken(x: Nd, index: Nd, axis: number, shape: readonly number[]): Nd {
  const [outer, inner] = [count(x.shape.slice(0, axis)), count(x.shape.slice(axis + 1))];
  const out: number[] = [];
  for (let a = 0; a < outer; a++) {
    for (const i of index.data) {
      const start = (a * x.shape[axis]! + i) * inner;
      out.push(...x.data.subarray(start, start + inner));
    }
  }
  return nd(shape, out);
}
