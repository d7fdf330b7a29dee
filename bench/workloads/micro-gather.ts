import { segmentPlan } from "../../src/engine/ops/segmentSum.js";
import { take } from "../../src/engine/ops/take.js";
import { integers, micro } from "../micro.js";

const [rows, picked] = [1000, 20_000];
const index = integers(100, picked, rows);

export const microGather = micro("gather", {
  about: "20,000 of 1,000 rows of 64 in random order, and the derivative by the rows",
  inputs: { x: [rows, 64] },
  layout: { index: { shape: [picked], data: index }, plan: segmentPlan(index, rows) },
  forward: ({ x, index, plan }) => [take(x!, index!, 0, plan)],
});
