import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { constant } from "../tensor.js";
import { clip } from "./clip.js";

test("clip passes the derivative to x on the bounds, and to the bound beyond them", async () => {
  const [x, low, high] = [constant([-2, -1, 0, 1, 2], [5]), constant(-1), constant(1)];
  const found = await evaluate(vjp([clip(x, low, high)], [x, low, high], [constant([1, 2, 4, 8, 16], [5])]));
  expect(found.map(({ data }) => [...data])).toEqual([[0, 2, 4, 8, 0], [1], [16]]);
});

test("clip wants low ≤ high", () => {
  expect(() => clip(constant(0), 2, 1)).toThrow("clip: expected low ≤ high, got 2, 1.");
});
