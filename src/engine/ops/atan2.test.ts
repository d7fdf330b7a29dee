import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { constant } from "../tensor.js";
import { atan2 } from "./atan2.js";

const vector = (values: readonly number[]) => constant(values, [values.length]);

test("atan2 on the axes, the diagonals and the origin", async () => {
  const y = [0, 1, 1, 1, 0, -1, -1, -1, 0, 2];
  const x = [1, 1, 0, -1, -1, -1, 0, 1, 0, Number.NEGATIVE_INFINITY];
  const { data } = await evaluate(atan2(vector(y), vector(x)), { precision: "f64" });
  y.forEach((each, i) => {
    expect(data[i]).toBeCloseTo(Math.atan2(each, x[i]!), 14);
  });
});

test("atan2 has the derivative (x, −y)/r² where r² is out of range in f32, and 0 at the origin", async () => {
  const [y, x] = [vector([0, 3e-25, -3e25]), vector([0, 4e-25, 4e25])];
  const [dy, dx] = await evaluate(vjp([atan2(y, x)], [y, x], [vector([1, 1, 1])]));
  expect(Math.max(Math.abs(dy!.data[0]!), Math.abs(dx!.data[0]!))).toBe(0);
  expect(dy!.data[1]! / 1.6e24).toBeCloseTo(1, 5);
  expect(dx!.data[1]! / -1.2e24).toBeCloseTo(1, 5);
  expect(dy!.data[2]! / 1.6e-26).toBeCloseTo(1, 5);
  expect(dx!.data[2]! / 1.2e-26).toBeCloseTo(1, 5);
});
