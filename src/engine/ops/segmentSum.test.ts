import { describe, expect, test } from "vitest";
import { key, normal, uniform } from "../../random.js";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { compile, numbers, value } from "../session.js";
import { simplify } from "../simplify.js";
import { constant, f32, i64, input, type Tensor } from "../tensor.js";
import { difference } from "../testing.js";
import { trace } from "../trace.js";
import { segmentMax } from "./segmentMax.js";
import { segmentMean } from "./segmentMean.js";
import { segmentMin } from "./segmentMin.js";
import { segmentSoftmax } from "./segmentSoftmax.js";
import { segmentPlan, segmentSum } from "./segmentSum.js";
import { take } from "./take.js";

const [n, segments] = [40, 7];
const list = Array.from(uniform(key(1), n, 0, segments - 1), Math.floor); // the last segment stays empty
const ids = constant(list, [n], "i64");
const { shape, data } = segmentPlan(list, segments);
const plan = constant(data, shape, "i64");
const x = constant(normal(key(2), n * 6), [n, 2, 3]);

// One thread sums without the plan.
describe("a plan changes no result", () => {
  test.each([segmentSum, segmentMean, segmentMax, segmentMin, segmentSoftmax])("$name", async (rule) => {
    const results = [rule(x, ids, segments), rule(x, ids, segments, plan)].map((y) => {
      const g = constant(
        normal(
          key(3),
          (y.shape as number[]).reduce((a, b) => a * b),
        ),
        y.shape as number[],
      );
      const [first] = vjp([y], [x], [g]);
      return [y, first!, ...vjp([first!], [x], [x])];
    });
    const inF64 = (each: Tensor[], threads: number) => evaluate(each, { precision: "f64", threads });
    const found = [await inF64(results[0]!, 2), await inF64(results[1]!, 2), await inF64(results[1]!, 1)];
    for (const each of found) {
      for (const [i, y] of each.entries()) expect(difference(y, found[0]![i]!)).toBeLessThan(1e-13);
    }
  });

  test("nor does it in the derivative of take", async () => {
    const table = constant(normal(key(4), segments * 3), [segments, 3]);
    const g = constant(normal(key(5), n * 3), [n, 3]);
    const found = [take(table, ids), take(table, ids, 0, plan)].flatMap((y) => vjp([y], [table], [g]));
    const [without, withPlan] = await evaluate(found, { precision: "f64", threads: 2 });
    expect(difference(withPlan!, without!)).toBeLessThan(1e-13);
  });

  test("constant destinations are planned, unless one is out of range or one segment has almost all", () => {
    const places = (list: number[], segments: number) => {
      const y = segmentSum(input("x", [list.length, 2]), constant(list, [list.length], "i64"), segments);
      return simplify({ inputs: [y.inputs[0]!], outputs: { y } }).outputs.y!.inputs[2]?.shape;
    };
    const spread = Array.from({ length: 200 }, (_, i) => i % 150);
    expect(places(spread, 150)).toEqual([150, 2]);
    expect(places(spread, 149)).toBeUndefined();
    expect(places([...spread.map(() => 0), ...spread], 150)).toBeUndefined();
    expect(places(spread.slice(0, 60), 150)).toBeUndefined();
  });

  test("segmentPlan lists rows in order", () =>
    expect(segmentPlan([2, 0, 2], 3)).toEqual({ shape: [3, 2], data: Float64Array.of(1, -1, -1, -1, 0, 2) }));
});

describe("a sum too large for the cache", () => {
  const [rows, wide] = [6000, [4, 16]] as const;
  const many = Array.from(uniform(key(7), rows, 0, 399), Math.floor); // the last of 400 segments, 399, stays empty
  const values = normal(key(8), rows * 64);
  const sums = async (precision: "f32" | "f64", data = values) => {
    const known = segmentPlan(many, 400);
    const types = { x: f32(rows, ...wide), ids: i64(rows), plan: i64(...known.shape) };
    const graph = trace(({ x, ids, plan }) => [segmentSum(x, ids, 400, plan), segmentSum(x, ids, 400)], types);
    const session = await compile(graph, { precision, threads: 2 });
    const feeds = { ids: value(many, [rows], "i64"), plan: value(known.data, known.shape, "i64") };
    const found = await session.run({ ...feeds, x: value(data, [rows, ...wide], precision) });
    await session.close();
    return [found["0"]!, found["1"]!] as const;
  };

  test.each(["f32", "f64"] as const)("is that of all rows at once in %s", async (precision) => {
    const [planned, direct] = await sums(precision);
    expect(difference(numbers(planned), numbers(direct))).toBeLessThan(precision === "f32" ? 1e-5 : 1e-13);
  });

  test("a row that is not finite stays in its own segment", async () => {
    const data = values.slice();
    data.fill(Number.NaN, 0, 64); // the first row, which many a slot holds
    data.fill(Number.NaN, (rows - 1) * 64); // the last row, which −1 counts as
    const [planned] = await sums("f32", data);
    const broken = new Set([...planned.data].flatMap((each, i) => (Number.isNaN(each) ? [Math.floor(i / 64)] : [])));
    expect(broken).toEqual(new Set([many[0], many.at(-1)]));
  });
});

describe("no rows at all", () => {
  const empty = { x: value([], [0, 3], "f32"), ids: value([], [0], "i64") };
  const types = { x: f32("n", 3), ids: i64("n") };
  test.each([segmentSum, segmentMean, segmentMax, segmentMin])("$name", async (rule) => {
    for (const [count, threads] of [2, 500].flatMap((count) => [1, 2].map((threads) => [count, threads] as const))) {
      const session = await compile(
        trace(({ x, ids }) => rule(x, ids, count), types),
        { threads },
      );
      const { output } = await session.run(empty);
      await session.close();
      expect([...output!.data].every((each) => each === 0)).toBe(true);
    }
    const planned = trace(({ x, ids, plan }) => rule(x, ids, "s", plan), { ...types, plan: i64("s", "k") });
    const session = await compile(planned, { threads: 2 });
    const none = segmentPlan([], 2);
    const { output } = await session.run({ ...empty, plan: value(none.data, none.shape, "i64") });
    await session.close();
    expect([...output!.data]).toEqual(new Array(6).fill(0));
  });
});

test("ties share the derivative of segmentMax, and −∞ alone counts as empty", async () => {
  const at = constant([1, 3, 3, Number.NEGATIVE_INFINITY], [4]);
  const y = segmentMax(at, constant([0, 0, 0, 1], [4], "i64"), 3);
  const [found, derivative] = await evaluate([y, ...vjp([y], [at], [constant([1, 1, 1], [3])])]);
  expect([...found!.data]).toEqual([3, 0, 0]);
  expect([...derivative!.data]).toEqual([0, 0.5, 0.5, 0]);
});

test("segmentSoftmax does not overflow, and −∞ has weight 0", async () => {
  const y = segmentSoftmax(
    constant([1000, 1000, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY], [4]),
    constant([0, 0, 0, 1], [4], "i64"),
    2,
  );
  expect([...(await evaluate(y)).data]).toEqual([0.5, 0.5, 0, 0]);
});

test("a plan of another number of segments is refused", () =>
  expect(() => segmentSum(x, ids, 8, plan)).toThrow(
    `segmentSum: expected a plan [8, slots], got [${shape.join(", ")}]. SegmentPlan(ids, segments) makes one`,
  ));
