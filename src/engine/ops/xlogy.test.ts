import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { constant } from "../tensor.js";
import { xlogy } from "./xlogy.js";

test("xlogy is 0 where x is 0, whatever y", async () => {
  const [x, y] = [constant([0, 0, 0], [3]), constant([0, -1, Number.POSITIVE_INFINITY], [3])];
  expect([...(await evaluate(xlogy(x, y))).data]).toEqual([0, 0, 0]);
});

test("xlogy at (0, 0) has derivative −∞ by x and 0 by y; at (0, 2) log 2 and 0", async () => {
  const [x, y] = [constant([0, 0], [2]), constant([0, 2], [2])];
  const [dx, dy] = await evaluate(vjp([xlogy(x, y)], [x, y], [constant([1, 1], [2])]), { precision: "f64" });
  expect([...dx!.data]).toEqual([Number.NEGATIVE_INFINITY, Math.log(2)]);
  expect([...dy!.data]).toEqual([0, 0]);
});
