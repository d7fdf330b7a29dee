import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { gradients } from "../grad.js";
import { compile, numbers, value } from "../session.js";
import { constant, f32, type Tensor } from "../tensor.js";
import { difference } from "../testing.js";
import { trace } from "../trace.js";
import { prod } from "./prod.js";
import { square } from "./square.js";
import { sum } from "./sum.js";

test("both derivatives on named axes are those on known axes, zeros included", async () => {
  const values = [0, 2, 3, 0, 0, 5, 1, -2, 0.5, 4, 0, 1];
  const slopes = (x: Tensor) => {
    const first = gradients(sum(prod(x, { axes: [0, 2] })), [x])[0]!;
    return [first, gradients(sum(square(first)), [x])[0]!];
  };
  const want = await evaluate(slopes(constant(values, [2, 3, 2])), { precision: "f64" });
  const session = await compile(
    trace(({ x }) => slopes(x), { x: f32("a", "b", "c") }),
    { precision: "f64" },
  );
  const got = await session.run({ x: value(values, [2, 3, 2], "f64") });
  for (const [i, each] of want.entries()) expect(difference(numbers(got[i]!), each)).toBeLessThan(1e-12);
  expect(want[0]!.data.every(Number.isFinite)).toBe(true);
  await session.close();
});
