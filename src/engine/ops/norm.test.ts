import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { gradients } from "../grad.js";
import { constant } from "../tensor.js";
import { mul } from "./mul.js";
import { norm } from "./norm.js";
import { square } from "./square.js";
import { std } from "./std.js";
import { sum } from "./sum.js";

test.each([
  ["norm", norm, [0, 0, 0, 3, 4, 0]],
  ["std", std, [1, 1, 1, 3, 4, 0]],
] as const)("derivatives of %s at zero are 0, also by what it is multiplied with", async (_, rule, values) => {
  const [x, w] = [constant(values, [2, 3]), constant([2, 3], [2])];
  const first = gradients(sum(mul(rule(x, { axes: [1] }), w)), [x])[0]!;
  for (const each of [first, ...gradients(sum(square(first)), [x, w])]) {
    const { data } = await evaluate(each);
    expect([...data.slice(0, data.length / 2)].every((value) => value === 0)).toBe(true);
    expect(data.every(Number.isFinite)).toBe(true);
  }
});
