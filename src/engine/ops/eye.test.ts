import { expect, test } from "vitest";
import { compile, numbers, value } from "../session.js";
import { type DType, f32, type Tensor } from "../tensor.js";
import { trace } from "../trace.js";
import { arange } from "./arange.js";
import { cast } from "./cast.js";
import { eye } from "./eye.js";

async function run(fn: (x: Tensor) => Tensor): Promise<number[]> {
  const session = await compile(trace(({ x }) => fn(x), { x: f32("n") }));
  const { output } = await session.run({ x: value([5, 6, 7], [3], "f32") });
  await session.close();
  return [...numbers(output!).data];
}

test.each<DType>(["f32", "f64", "i64", "i32", "bool"])("eye and arange of a named size, %s", async (dtype) => {
  const asNumbers = (x: Tensor) => (dtype === "bool" ? cast(x, "i64") : x);
  expect(await run(() => asNumbers(eye("n", dtype)))).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  if (dtype !== "bool") expect(await run(() => arange("n", dtype))).toEqual([0, 1, 2]);
});
