import { expect, test } from "vitest";
import { evaluate } from "../../engine/evaluate.js";
import { constant } from "../../engine/tensor.js";
import { InputError } from "../../error.js";
import { field } from "../field.js";
import { withParameters } from "../scope.js";
import { dropout } from "./dropout.js";

const ones = (...shape: number[]) => constant(new Float64Array(shape.reduce((a, b) => a * b)).fill(1), shape);
const x = field("O(3)", "4x0e + 8x1o", [ones(50, 1, 4), ones(50, 3, 8)]);
const dropped = (words: readonly number[], rate = 0.25) =>
  withParameters((_) => dropout(_, x, rate, constant(words, [2], "i64"))).value.parts;

test("whole copies are 0 or divided by 1 − rate, as many as the rate says, others with another key", async () => {
  const [numbers, vectors, others] = await evaluate([...dropped([1, 2]), dropped([1, 3])[0]!]);
  expect(new Set(numbers!.data.map(Math.fround))).toEqual(new Set([0, Math.fround(4 / 3)]));
  for (let row = 0; row < 50; row++)
    for (let copy = 0; copy < 8; copy++) {
      const components = [0, 1, 2].map((m) => vectors!.data[(row * 3 + m) * 8 + copy]);
      expect(new Set(components).size).toBe(1);
    }
  const zeros = vectors!.data.filter((each) => each === 0).length / vectors!.data.length;
  expect(Math.abs(zeros - 0.25)).toBeLessThan(0.07); // 400 copies: 3 standard deviations
  expect(others!.data).not.toEqual(numbers!.data);
});

test("a rate of 0 changes nothing, and one of 1 is not one", async () => {
  const [numbers] = await evaluate(dropped([1, 2], 0));
  expect(numbers!.data.every((each) => each === 1)).toBe(true);
  expect(() => dropped([1, 2], 1)).toThrow(InputError);
});
