import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { constant } from "../tensor.js";
import { log1p } from "./log1p.js";

// The law compares with sizes of at least 1; near 0 only the relative error tells.
test.each([
  ["f64", 1e-14],
  ["f32", 5e-7],
] as const)("log1p is exact near 0 relative to its size, in %s", async (precision, tolerance) => {
  const x = [1e-30, -1e-12, 1e-9, -3e-8, 1e-7, -1e-4, 0.01].map(precision === "f32" ? Math.fround : Number);
  const { data } = await evaluate(log1p(constant(x, [x.length])), { precision });
  x.forEach((each, i) => {
    expect(Math.abs(data[i]! / Math.log1p(each) - 1)).toBeLessThan(tolerance);
  });
});

test("log1p at its ends", async () => {
  const x = [Number.POSITIVE_INFINITY, -1, 0, -2];
  const { data } = await evaluate(log1p(constant(x, [x.length])));
  expect([...data]).toEqual(x.map(Math.log1p));
});
