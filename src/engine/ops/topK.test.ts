import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { grad } from "../grad.js";
import { compile, numbers, value } from "../session.js";
import { constant, f32 } from "../tensor.js";
import { trace } from "../trace.js";
import { argSort } from "./argSort.js";
import { mul } from "./mul.js";
import { sort } from "./sort.js";
import { sum } from "./sum.js";
import { topK } from "./topK.js";
import { topKIndices } from "./topKIndices.js";

test("of equal elements the first comes first, in long axes too", async () => {
  const values = Float64Array.from({ length: 5000 }, (_, i) => (i * 7919) % 13);
  const x = constant(values, [5000]);
  const order = (sign: number) => [...values.keys()].sort((i, j) => sign * (values[i]! - values[j]!)); // sorts of the host are stable
  expect([...(await evaluate(argSort(x))).data]).toEqual(order(1));
  expect([...(await evaluate(argSort(x, 0, { descending: true }))).data]).toEqual(order(-1));
  expect([...(await evaluate(topKIndices(x, 3))).data]).toEqual(order(-1).slice(0, 3));
});

test("the derivative goes to the first of equal elements", async () => {
  const x = constant([2, 7, 7, 1], [4]);
  const slope = grad((each: typeof x) => sum(topK(each, 1)))(x);
  expect([...(await evaluate(slope)).data]).toEqual([0, 1, 0, 0]);
});

test("derivative of a sort along a named axis", async () => {
  const weights = (x: typeof slope, y: typeof slope) => sum(mul(sort(x), y));
  const slope = constant(0);
  const graph = trace(({ x, y }) => grad((each: typeof x) => weights(each, y))(x), { x: f32("n"), y: f32("n") });
  const session = await compile(graph);
  const { output } = await session.run({ x: value([3, 1, 2], [3], "f32"), y: value([10, 20, 30], [3], "f32") });
  expect([...numbers(output!).data]).toEqual([30, 10, 20]);
  await session.close();
});

test("more than the axis has", () => {
  expect(() => topK(constant([1, 2], [2]), 3)).toThrow("topK: expected 1 ≤ k ≤ 2, the length of axis 0, got k = 3.");
});
