import type { Dim } from "../dim.js";
import { type DType, integers, nd, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";
import { expand } from "./expand.js";
import { segmentSum } from "./segmentSum.js";

/**
 * How many rows each segment has.
 * @param ids integers [n], 0 ≤ ids < segments, in any order
 * @param segments length of the result
 * @param dtype i64 by default; f32 is exact up to 2²⁴ rows
 * @returns [segments]
 */
export const segmentCount: Op<[ids: Tensor, segments: Dim, dtype?: DType]> = op("segmentCount", {
  args: (ids, segments, dtype = "i64") => ({ inputs: [ids], attributes: { segments, dtype } }),
  accepts: ["integer"],
  compose: ([ids], { segments, dtype }) => segmentSum(expand(constant(1, [], dtype), ids!.shape), ids!, segments),
  reference: ([ids], _, shape) => {
    const out = nd(shape, new Array(shape[0]!).fill(0));
    for (const id of ids!.data) out.data[id]!++;
    return out;
  },
  samples: [
    [integers(0, 3, [6]), 4],
    [integers(0, 2, [5], "i32"), 2, "f32"],
  ],
});
