import { describe, expect, test } from "vitest";
import { bits, fold, key, normal, uniform } from "../../random.js";
import { evaluate } from "../evaluate.js";
import { grad } from "../grad.js";
import { count, nd, type Shape } from "../op.js";
import { compile, numbers, value } from "../session.js";
import { constant, f32, i64, type Tensor } from "../tensor.js";
import { difference } from "../testing.js";
import { trace } from "../trace.js";
import { bernoulli } from "./bernoulli.js";
import { dropout } from "./dropout.js";
import { neg } from "./neg.js";
import { randomBits } from "./randomBits.js";
import { randomNormal } from "./randomNormal.js";
import { randomUniform } from "./randomUniform.js";
import { sum } from "./sum.js";

const tensor = (words: readonly number[]): Tensor => constant(words, [2], "i64");
const keys = [[0, 0], [2 ** 32 - 1, 2 ** 32 - 1], [1, 2 ** 31], fold(key(7), "words")] as const;

describe("randomBits", () => {
  test.each(keys)("words of key [%i, %i] are those of the host", async (...words) => {
    for (const n of [1, 2, 3, 4, 5, 63, 4096]) {
      const { data } = await evaluate(randomBits(tensor(words), [n]));
      expect([...data], `${n}`).toEqual([...bits(words, n)]);
    }
  });
  test("a large size, with two threads", async () => {
    const n = 100_003;
    const { data } = await evaluate(randomBits(tensor(keys[3]), [n]), { threads: 2 });
    expect(data).toEqual(Float64Array.from(bits(keys[3], n)));
  });
  test("named sizes", async () => {
    const shapes: Shape[] = [["B"], ["B", 3], [2, "n", "B"], ["B + 1", 4], []];
    const session = await compile(
      trace(({ k, x }) => [...shapes.map((shape) => randomBits(k, shape)), neg(x)], { k: i64(2), x: f32("B", "n") }),
    );
    for (const [B, n] of [
      [5, 7],
      [1, 1],
      [4, 2],
      [0, 3],
    ] as const) {
      // biome-ignore format: a table
      const feeds = { k: value(keys[1], [2], "i64"), x: value(new Array(B * n).fill(0), [B, n], "f32") };
      const results = await session.run(feeds);
      [[B], [B, 3], [2, n, B], [B + 1, 4], []].forEach((shape, i) => {
        expect(numbers(results[i]!)).toEqual(nd(shape, bits(keys[1], count(shape))));
      });
    }
    await session.close();
  });
  test("needs a key of two words", () => {
    expect(() => randomBits(constant([1, 2, 3], [3], "i64"), [4])).toThrow(
      "randomBits: expected a key: i64 [2], got i64 [3].",
    );
    expect(() => randomUniform(constant([1, 2], [2], "f32"), [4])).toThrow("expected a key: i64 [2], got f32 [2]");
  });
});

test("randomUniform has the host's numbers exactly, in f32 and f64", async () => {
  const n = 10_001;
  for (const words of keys) {
    for (const precision of ["f32", "f64"] as const) {
      const { data } = await evaluate(randomUniform(tensor(words), [n]), { precision });
      expect(data).toEqual(uniform(words, n));
    }
    const { data } = await evaluate(randomUniform(tensor(words), [n], -0.3, 1.7), { precision: "f64" });
    expect(data).toEqual(uniform(words, n, -0.3, 1.7));
  }
});

test("randomNormal of a named size", async () => {
  const session = await compile(
    trace(({ k, x }) => ({ z: randomNormal(k, ["n", 3]), y: neg(x) }), { k: i64(2), x: f32("n") }),
    { precision: "f64" },
  );
  const { z } = await session.run({ k: value(keys[3], [2], "i64"), x: value(new Array(5).fill(0), [5], "f64") });
  expect(difference(numbers(z!), nd([5, 3], normal(keys[3], 15)))).toBeLessThan(1e-12);
  await session.close();
});

test("bernoulli draws the same in f32 and f64, and as the host", async () => {
  for (const p of [0, 1 / 3, 1]) {
    const want = uniform(keys[0], 5_000).map((draw) => Number(draw < p));
    for (const precision of ["f32", "f64"] as const) {
      expect((await evaluate(bernoulli(tensor(keys[0]), p, [5_000]), { precision })).data).toEqual(want);
    }
  }
  expect(() => bernoulli(tensor(keys[0]), constant([0.1, 0.2], [2]), [3])).toThrow("p that broadcasts to [3], got [2]");
});

describe("dropout", () => {
  test("the derivative has the mask of the value; the mean stays; named sizes", async () => {
    const types = { k: i64(2), x: f32("B", 100) };
    const session = await compile(
      trace(({ k, x }) => [dropout(x, 0.25, k), grad((each: Tensor) => sum(dropout(each, 0.25, k)))(x)], types),
    );
    const feeds = { k: value(keys[2], [2], "i64"), x: value(new Array(10_000).fill(1), [100, 100], "f32") };
    const [y, slope] = Object.values(await session.run(feeds)).map((each) => numbers(each).data);
    expect(slope).toEqual(y);
    expect(new Set(y)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(y!.reduce((a, b) => a + b, 0) / 10_000).toBeCloseTo(1, 1);
    await session.close();
  });
  test("needs a rate below 1", () => {
    expect(() => dropout(constant([1], [1]), 1, tensor(keys[0]))).toThrow("dropout: expected 0 ≤ rate < 1, got 1.");
  });
});
