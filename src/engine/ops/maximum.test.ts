import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { constant } from "../tensor.js";
import { maximum } from "./maximum.js";
import { minimum } from "./minimum.js";

test.each([maximum, minimum])("$name gives each of two equal operands half of the derivative", async (rule) => {
  const [x, y] = [constant([1, 2], [2]), constant([1, 2], [2])];
  const found = await evaluate(vjp([rule(x, y)], [x, y], [constant([1, 4], [2])]));
  expect(found.map(({ data }) => [...data])).toEqual([
    [0.5, 2],
    [0.5, 2],
  ]);
});
