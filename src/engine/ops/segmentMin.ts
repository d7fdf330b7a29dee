import { type Op, op } from "../op.js";
import { segmentExtreme } from "../segmentExtreme.js";
import type { SegmentArgs } from "../segments.js";

/**
 * Smallest row element by destination: y[s] = min x[e] over all e with ids[e] = s. Where a segment is empty, or holds
 * nothing but +∞, the result is 0. The derivative is shared equally among ties.
 * @param x [n, …]
 * @param ids integers [n], 0 ≤ ids < segments, in any order
 * @param segments length of the result's first axis
 * @param plan `segmentPlan(ids, segments)`, where ids are known outside the graph
 * @returns [segments, …]
 */
export const segmentMin: Op<SegmentArgs> = op("segmentMin", segmentExtreme("segmentMin", "min"));
