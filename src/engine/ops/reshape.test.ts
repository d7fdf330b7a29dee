import { expect, test } from "vitest";
import { input } from "../tensor.js";
import { reshape } from "./reshape.js";

test("−1 is what is left, beside names and sums of names too", () => {
  expect(reshape(input("x", ["B", 6]), [-1, 3]).shape).toEqual(["2*B", 3]);
  expect(reshape(input("x", ["B + 1", 2, 3]), ["B + 1", -1]).shape).toEqual(["B + 1", 6]);
  expect(reshape(input("x", ["B", "nodes", 3]), ["nodes*B", 3]).shape).toEqual(["B*nodes", 3]);
});

test("says what does not fit", () => {
  const message = "reshape: expected 6 elements of [2, 3], got [4, -1].";
  expect(() => reshape(input("x", [2, 3]), [4, -1])).toThrow(message);
  expect(() => reshape(input("x", [0, 3]), [-1, 0])).toThrow("reshape: expected 0 elements of [0, 3], got [-1, 0].");
});
