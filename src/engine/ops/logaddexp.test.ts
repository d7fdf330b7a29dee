import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { constant } from "../tensor.js";
import { logaddexp } from "./logaddexp.js";

const infinity = Number.POSITIVE_INFINITY;

test.each(["f32", "f64"] as const)("logaddexp of infinities, and its derivative, in %s", async (precision) => {
  const [x, y] = [constant([-infinity, 3, infinity], [3]), constant([-infinity, -infinity, 1], [3])];
  const z = logaddexp(x, y);
  const [value, dx, dy] = await evaluate([z, ...vjp([z], [x, y], [constant([1, 1, 1], [3])])], { precision });
  expect([...value!.data]).toEqual([-infinity, 3, infinity]);
  expect([...dx!.data]).toEqual([0.5, 1, 1]);
  expect([...dy!.data]).toEqual([0.5, 0, 0]);
});
