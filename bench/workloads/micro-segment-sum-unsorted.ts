import { segmentPlan, segmentSum } from "../../src/engine/ops/segmentSum.js";
import { integers, micro } from "../micro.js";

const [segments, rows] = [1000, 20_000];
const ids = integers(100, rows, segments);

export const microSegmentSumUnsorted = micro("segment-sum-unsorted", {
  about: "20,000 rows of 64 summed to 1,000 segments, in random order, and the derivative",
  inputs: { x: [rows, 64] },
  layout: { ids: { shape: [rows], data: ids }, plan: segmentPlan(ids, segments) },
  forward: ({ x, ids, plan }) => [segmentSum(x!, ids!, segments, plan)],
});
