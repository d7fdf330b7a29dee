import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { constant } from "../tensor.js";
import { cross } from "./cross.js";
import { padCircular } from "./padCircular.js";
import { padReflect } from "./padReflect.js";
import { roll } from "./roll.js";
import { squeeze } from "./squeeze.js";

const x = constant([1, 2, 3], [3]);

test("roll by more than the length", async () => {
  expect([...(await evaluate(roll(x, [4], [0]))).data]).toEqual([3, 1, 2]);
  expect([...(await evaluate(roll(x, [-5], [-1]))).data]).toEqual([3, 1, 2]);
});

test("what does not fit is told", () => {
  expect(() => roll(x, [1, 2], [0])).toThrow("roll: expected 1 whole shifts, one an axis, got [1, 2].");
  expect(() => padReflect(x, [[3, 0]])).toThrow("padReflect: expected at most 2 on axis 0 of [3], got [3, 0].");
  expect(() => padCircular(x, [[-1, 0]])).toThrow("padCircular: expected 1 pairs of whole numbers ≥ 0, one an axis");
  expect(() => cross(x, constant([1, 2], [2]))).toThrow("cross: expected length 3 on axis -1 of both, got [3], [2].");
  expect(() => squeeze(x, [0])).toThrow("squeeze: expected length 1 on axes [0], got [3].");
});
