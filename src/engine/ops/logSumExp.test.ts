import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { gradients } from "../grad.js";
import { constant } from "../tensor.js";
import { logSumExp } from "./logSumExp.js";
import { sum } from "./sum.js";

test("infinite elements", async () => {
  const inf = Number.POSITIVE_INFINITY;
  const x = constant([-inf, -inf, -inf, 2, inf, 1], [3, 2]);
  expect([...(await evaluate(logSumExp(x, { axes: [1] }))).data]).toEqual([-inf, 2, inf]);
  const masked = constant([-inf, -inf, -inf, 2], [2, 2]);
  const [slope] = gradients(sum(logSumExp(masked, { axes: [1] })), [masked]);
  expect([...(await evaluate(slope!)).data]).toEqual([0, 0, 0, 1]);
});
