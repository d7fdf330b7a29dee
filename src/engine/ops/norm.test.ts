import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { gradients } from "../grad.js";
import { constant, type Tensor } from "../tensor.js";
import { norm } from "./norm.js";
import { square } from "./square.js";
import { std } from "./std.js";
import { sum } from "./sum.js";

test.each([
  ["norm", norm, [0, 0, 0, 3, 4, 0]],
  ["std", std, [1, 1, 1, 3, 4, 0]],
] as const)("derivatives of %s at zero are 0", async (_, rule, values) => {
  const x = constant(values, [2, 3]);
  const total = (each: Tensor) => sum(rule(each, { axes: [1] }));
  const first = gradients(total(x), [x])[0]!;
  const second = gradients(sum(square(first)), [x])[0]!;
  for (const each of [first, second]) {
    const { data } = await evaluate(each);
    expect([...data.slice(0, 3)].map(Math.abs)).toEqual([0, 0, 0]);
    expect(data.every(Number.isFinite)).toBe(true);
  }
});
