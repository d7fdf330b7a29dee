import { customVjp } from "../customVjp.js";
import { integers, nd, normal, type Op, op } from "../op.js";
import { type SegmentArgs, segmentArgs, segmentShape } from "../segments.js";
import { div } from "./div.js";
import { exp } from "./exp.js";
import { greater } from "./greater.js";
import { mul } from "./mul.js";
import { segmentMax } from "./segmentMax.js";
import { segmentSum } from "./segmentSum.js";
import { stopGradient } from "./stopGradient.js";
import { sub } from "./sub.js";
import { take } from "./take.js";
import { where } from "./where.js";

/**
 * Softmax among the rows of one destination, per column: eˣ over the sum of eˣ in the segment. The largest of each
 * segment is subtracted first, so that nothing overflows. A row of −∞ has weight 0, also where a segment has no other.
 * @param x [n, …]
 * @param ids integers [n], 0 ≤ ids < segments, in any order
 * @param segments how many destinations there are
 * @param plan `segmentPlan(ids, segments)`, where ids are known outside the graph
 * @returns the shape of x
 */
export const segmentSoftmax: Op<SegmentArgs> = op("segmentSoftmax", {
  args: segmentArgs,
  accepts: ["float", "integer"],
  compose: ([x, ids, plan], attributes) => {
    segmentShape("segmentSoftmax", plan ? [x!, ids!, plan] : [x!, ids!], attributes);
    const { segments } = attributes;
    const index = plan ? [ids!, plan] : [ids!];
    const largest = stopGradient(segmentMax(x!, ids!, segments, plan));
    const weights = exp(sub(x!, take(largest, ids!, 0, plan)));
    const sums = segmentSum(weights, ids!, segments, plan);
    const y = div(weights, take(where(greater(sums, 0), sums, 1), ids!, 0, plan));
    return customVjp(y, [x!, ...index], (g, [, to, rows], of) => {
      const share = mul(of, g);
      return [sub(share, mul(of, take(segmentSum(share, to!, segments, rows), to!, 0, rows)))];
    });
  },
  reference: ([x, ids], _, shape) => {
    const width = x!.data.length / ids!.data.length;
    const total = new Map<string, number>();
    const place = (i: number) => `${ids!.data[Math.floor(i / width)]} ${i % width}`;
    for (const [i, value] of x!.data.entries()) total.set(place(i), (total.get(place(i)) ?? 0) + Math.exp(value));
    return nd(
      shape,
      x!.data.map((value, i) => Math.exp(value) / total.get(place(i))!),
    );
  },
  samples: [
    [normal([6, 3]), integers(0, 3, [6]), 4],
    [normal([6]), integers(0, 2, [6]), 3],
    [normal([5, 2, 2]), integers(0, 3, [5]), 3],
  ],
});
