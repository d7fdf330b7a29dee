import { segmentPlan, segmentSum } from "../../src/engine/ops/segmentSum.js";
import { integers, micro } from "../micro.js";

const [segments, rows] = [1000, 20_000];
const ids = integers(100, rows, segments).sort();

export const microSegmentSumSorted = micro("segment-sum-sorted", {
  about: "20,000 rows of 64 summed to 1,000 segments, in order, and the derivative",
  inputs: { x: [rows, 64] },
  layout: { ids: { shape: [rows], data: ids }, plan: segmentPlan(ids, segments) },
  forward: ({ x, ids, plan }) => [segmentSum(x!, ids!, segments, plan)],
});
