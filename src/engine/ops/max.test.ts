import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { grad } from "../grad.js";
import { constant } from "../tensor.js";
import { max } from "./max.js";
import { min } from "./min.js";
import { sum } from "./sum.js";

test("the derivative is shared equally among ties", async () => {
  const x = constant([5, 1, 5, 5, 2, 2, 2, 7], [2, 4]);
  const ofMax = grad((each: typeof x) => sum(max(each, { axes: [1] })))(x);
  const ofMin = grad((each: typeof x) => sum(min(each, { axes: [1] })))(x);
  const third = Math.fround(1 / 3);
  expect([...(await evaluate(ofMax)).data]).toEqual([third, 0, third, third, 0, 0, 0, 1]);
  expect([...(await evaluate(ofMin)).data]).toEqual([0, 1, 0, 0, third, third, third, 0]);
});
