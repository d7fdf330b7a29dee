import { describe, expect, test } from "vitest";
import { cond } from "./cond.js";
import { evaluate } from "./evaluate.js";
import { grad, hvp } from "./grad.js";
import { decode } from "./onnx/info.js";
import { toOnnx } from "./onnx/toOnnx.js";
import { add, div, exp, greater, log, mul, neg, sin, square, sub, sum } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { constant, f32, type Tensor } from "./tensor.js";
import { trace } from "./trace.js";
import { vmap } from "./vmap.js";
import { whileLoop } from "./whileLoop.js";

/** Σ sin x, or Σ eˣ · s where it is not positive. */
const branches = (x: Tensor, s: Tensor) =>
  cond(
    greater(sum(x), 0),
    (x) => sum(sin(x)),
    (x) => sum(mul(exp(x), s)),
    x,
  );
const s = constant(3);

describe("cond", () => {
  test("is the branch taken, with its derivatives", async () => {
    for (const x of [0.5, -0.5]) {
      const at = constant([x, x], [2]);
      const fn = (x: Tensor) => branches(x, s);
      const found = await evaluate([fn(at), grad(fn)(at), hvp(fn)(at, at), grad((s: Tensor) => branches(at, s))(s)], {
        precision: "f64",
      });
      const [value, slope, curve, byScale] =
        x > 0
          ? [2 * Math.sin(x), Math.cos(x), -Math.sin(x) * x, 0]
          : [6 * Math.exp(x), 3 * Math.exp(x), 3 * Math.exp(x) * x, 2 * Math.exp(x)];
      [[value], [slope, slope], [curve, curve], [byScale]].forEach((want, i) => {
        for (const [k, each] of want!.entries()) expect(found[i]!.data[k]).toBeCloseTo(each!, 12);
      });
    }
  });
  test("computes that branch alone: the other's infinite derivative does no harm", async () => {
    const safe = (x: Tensor) =>
      cond(
        greater(x, 0),
        (x) => log(x),
        (x) => x,
        x,
      );
    const { data } = await evaluate(grad(safe)(constant(0)));
    expect(data[0]).toBe(1);
  });
  test("is mapped over arguments, and over conditions", async () => {
    const xs = constant([0.5, 0.1, -0.5, -0.1], [2, 2]);
    const found = await evaluate([
      vmap((x: Tensor) => branches(x, s))(xs),
      vmap((x: Tensor) =>
        cond(
          greater(s, 0),
          (x) => sum(x),
          (x) => neg(sum(x)),
          x,
        ),
      )(xs),
    ]);
    expect(found[0]!.data[0]).toBeCloseTo(Math.sin(0.5) + Math.sin(0.1), 6);
    expect(found[0]!.data[1]).toBeCloseTo(3 * (Math.exp(-0.5) + Math.exp(-0.1)), 5);
    expect(found[1]!.data[1]).toBeCloseTo(-0.6, 6);
  });
  test("has trees as results, and only what is used in the model", async () => {
    const graph = trace(
      ({ x }) =>
        cond(
          greater(sum(x), 0),
          (x) => ({ a: sin(x), b: [exp(x)] }),
          (x) => ({ a: x, b: [neg(x)] }),
          x,
        ).b,
      { x: f32("n") },
    );
    const { node } = decode(toOnnx(graph)).graph!;
    const branch = node
      .find(({ opType }) => opType === "If")!
      .attribute.map(({ g }) => g!.node.map(({ opType }) => opType));
    expect(branch).toEqual([["Exp"], ["Neg"]]);
    const session = await compile(graph, { threads: 1 });
    expect([...numbers((await session.run({ x: value([-1, -2], [2], "f32") }))["0"]!).data]).toEqual([1, 2]);
    await session.close();
  });
  test.each([
    [
      () =>
        cond(
          constant(1),
          (s) => s,
          (s) => s,
          s,
        ),
      "cond: expected a condition bool [], got f32 []. Where(condition, x, y) chooses elementwise",
    ],
    [
      () =>
        cond(
          greater(s, 0),
          (s) => s,
          () => constant([1], [1]),
          s,
        ),
      "cond: expected a next state of f32 [], got f32 [1].",
    ],
  ])("says what does not fit %#", (make, text) => expect(make).toThrow(text));
});

describe("whileLoop", () => {
  /** Halves x while it is above 1, and counts. */
  const halved = (x: Tensor, limit?: number) =>
    whileLoop(
      ({ x }) => greater(x, 1),
      ({ x, n }) => ({ x: div(x, 2), n: add(n, 1) }),
      { x, n: constant(0, [], "i64") },
      limit === undefined ? {} : { limit },
    );
  test("ends when its condition does not hold, or at its limit", async () => {
    for (const [x, limit, want] of [
      [40, undefined, [0.625, 6]],
      [0.5, undefined, [0.5, 0]],
      [40, 2, [10, 2]],
      [40, 0, [40, 0]],
    ] as const) {
      const { x: last, n } = halved(constant(x), limit);
      const found = await evaluate([last, n]);
      expect(found.map(({ data }) => data[0])).toEqual(want);
    }
  });
  test("runs in f64, in a body, with what is around it", async () => {
    const graph = trace(
      ({ x, rate }) =>
        cond(
          greater(rate, 0),
          (x) =>
            whileLoop(
              (y: Tensor) => greater(y, 0),
              (y: Tensor) => sub(y, rate),
              x,
            ),
          (x) => x,
          x,
        ),
      { x: f32(), rate: f32() },
    );
    const session = await compile(graph, { precision: "f64", threads: 1 });
    const { output } = await session.run({ x: value([1], [], "f64"), rate: value([0.3], [], "f64") });
    expect(numbers(output!).data[0]).toBeCloseTo(-0.2, 14);
    await session.close();
  });
  test("says that it has no derivative, and is not mapped", () => {
    expect(() => grad((x: Tensor) => halved(square(x)).x)(s)).toThrow(
      "whileLoop: expected a loop of known length to differentiate, got one with a condition. Scan, fixedPoint or stopGradient?",
    );
    expect(() => vmap((x: Tensor) => halved(x).x)(constant([1, 2], [2]))).toThrow(
      "whileLoop: expected a loop of known length to map, got one with a condition.",
    );
    expect(() =>
      whileLoop(
        (x: Tensor) => x,
        (x: Tensor) => x,
        s,
      ),
    ).toThrow("whileLoop: expected a condition bool [], got f32 []. Any(x) or all(x)?");
  });
});
