import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../engine/evaluate.js";
import { gradients } from "../engine/grad.js";
import { constant } from "../engine/tensor.js";
import { centralDifference } from "../engine/testing.js";
import type { Loss } from "./loss.js";
import { losses } from "./losses/index.gen.js";

const [rows, columns] = [3, 2];
const list = (length: number, each: fc.Arbitrary<number>) => fc.array(each, { minLength: length, maxLength: length });
const values = list(rows * columns, fc.double({ min: -10, max: 10, noNaN: true }));
const classes = list(rows, fc.integer({ min: 0, max: columns - 1 }));

/** Targets of a loss, and the prediction that is right and certain of it. */
const kinds = {
  values: { targets: values, tensor: (y: readonly number[]) => constant(y, [rows, columns]), best: (y: number[]) => y },
  classes: {
    targets: classes,
    tensor: (y: readonly number[]) => constant(y, [rows], "i32"),
    // Logits so far apart that the other class has probability e⁻¹⁰⁰⁰ = 0.
    best: (y: number[]) => y.flatMap((each) => [each === 0 ? 1000 : 0, each === 0 ? 0 : 1000]),
  },
};

describe.each(Object.entries<Loss>(losses))("%s", (name, loss) => {
  const { targets, tensor, best } = kinds[loss.targets];
  const of = async (prediction: readonly number[], target: readonly number[]) => {
    const y = loss(constant(prediction, [rows, columns]), tensor(target));
    expect(y.shape).toEqual([]);
    return (await evaluate(y, { precision: "f64" })).data[0]!;
  };
  const property = (check: (x: number[], y: number[]) => Promise<void>) =>
    fc.assert(fc.asyncProperty(values, targets, check), { numRuns: 10, seed: 20260101 });

  test("is named as its file and says what it is", () => {
    expect(loss.name).toBe(name);
    expect(existsSync(new URL(`./losses/${name}.ts`, import.meta.url))).toBe(true);
    expect(loss.about).not.toBe("");
  });

  test("is at least 0, and 0 where the prediction is right", () =>
    property(async (x, y) => {
      expect(await of(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(await of(best(y), y))).toBe(0);
    }));

  test("is positive where one entry alone is wrong", () =>
    property(async (_, y) => {
      const right = best(y);
      for (let i = 0; i < right.length; i++)
        expect(await of(right.with(i, 2000 - 3 * right[i]!), y)).toBeGreaterThan(0);
    }));

  test("has a gradient that agrees with central differences", () =>
    property(async (x, y) => {
      const along = [1, -2, 0.5, 0.3, 1, -1];
      // Away from where an absolute difference has a kink.
      const start = x.map((each, i) => (Math.abs(each - y[i]!) < 0.1 ? each + 0.2 : each));
      const at = constant(start, [rows, columns]);
      const g = await evaluate(gradients(loss(at, tensor(y)), [at])[0]!, { precision: "f64" });
      const numeric = await centralDifference(async (step) => {
        const value = await of(
          start.map((each, i) => each + step * along[i]!),
          y,
        );
        return { shape: [], data: Float64Array.of(value) };
      });
      expect(g.data.reduce((sum, each, i) => sum + each * along[i]!, 0)).toBeCloseTo(numeric.data[0]!, 8);
    }));
});
