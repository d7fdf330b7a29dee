import { integers, nd, normal, type Op, op } from "../op.js";
import { type SegmentArgs, segmentArgs, segmentShape } from "../segments.js";
import { div } from "./div.js";
import { greater } from "./greater.js";
import { reshape } from "./reshape.js";
import { segmentCount } from "./segmentCount.js";
import { segmentSum } from "./segmentSum.js";
import { where } from "./where.js";

/**
 * Mean of rows by destination; 0 where a segment is empty.
 * @param x [n, …]
 * @param ids integers [n], 0 ≤ ids < segments, in any order
 * @param segments length of the result's first axis
 * @param plan `segmentPlan(ids, segments)`, where ids are known outside the graph
 * @returns [segments, …]
 */
export const segmentMean: Op<SegmentArgs> = op("segmentMean", {
  args: segmentArgs,
  accepts: ["float", "integer"],
  compose: ([x, ids, plan], attributes) => {
    const [segments, ...tail] = segmentShape("segmentMean", plan ? [x!, ids!, plan] : [x!, ids!], attributes);
    const size = segmentCount(ids!, segments!, x!.dtype);
    const divisor = where(greater(size, 1), size, 1);
    return div(segmentSum(x!, ids!, segments!, plan), reshape(divisor, [segments!, ...tail.map(() => 1)]));
  },
  reference: ([x, ids], _, shape) => {
    const width = x!.data.length / ids!.data.length;
    const rows = (s: number, c: number) =>
      x!.data.filter((_, i) => ids!.data[Math.floor(i / width)] === s && i % width === c);
    const means = Array.from({ length: shape[0]! * width }, (_, i) => {
      const values = rows(Math.floor(i / width), i % width);
      return values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1);
    });
    return nd(shape, means);
  },
  samples: [
    [normal([6, 3]), integers(0, 3, [6]), 4],
    [normal([6]), integers(0, 2, [6]), 3],
    [normal([5, 2, 2]), integers(0, 3, [5]), 3],
  ],
});
