import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { mulDims } from "./dim.js";
import { evaluate } from "./evaluate.js";
import { grad, gradients, hvp, jvp } from "./grad.js";
import { count, type Nd } from "./nd.js";
import { decode } from "./onnx/info.js";
import { toOnnx } from "./onnx/toOnnx.js";
import {
  add,
  cast,
  cumSum,
  expand,
  matmul,
  mean,
  mul,
  reshape,
  sin,
  slice,
  square,
  sub,
  sum,
  tanh,
  unsqueeze,
} from "./ops/index.gen.js";
import { scan } from "./scan.js";
import { compile, numbers, value } from "./session.js";
import { constant, f32, input, type Tensor } from "./tensor.js";
import { centralDifference, difference } from "./testing.js";
import { trace } from "./trace.js";

const random = (tag: number, ...shape: number[]): Nd => ({ shape, data: normal(key(tag), count(shape)) });
const tensorOf = ({ shape, data }: Nd) => constant(data, shape);

/** h ← tanh(h W + x + b), whose results are sin(h). */
const recurrent = (weights: { w: Tensor; b: Tensor }, h: Tensor, xs: Tensor, unroll: number, reverse = false) =>
  scan(
    (h: Tensor, x: Tensor) => {
      const next = tanh(add(add(matmul(h, weights.w), x), weights.b));
      return [next, { out: sin(next) }];
    },
    h,
    xs,
    { unroll, reverse },
  );

const data = { w: random(1, 3, 3), b: random(2, 3), h: random(3, 2, 3), xs: random(4, 5, 2, 3) };
type Names = keyof typeof data;
const lossOf = (unroll: number, reverse: boolean) => (x: Readonly<Record<Names, Tensor>>) => {
  const [last, { out }] = recurrent({ w: x.w, b: x.b }, x.h, x.xs, unroll, reverse);
  return add(sum(square(last)), sum(mul(out, cumSum(out, 0))));
};
const tensors = Object.fromEntries(Object.entries(data).map(([name, x]) => [name, tensorOf(x)])) as Record<
  Names,
  Tensor
>;

/** Inputs and what the function makes of them, so that nothing is folded. */
async function run(fn: (x: Record<Names, Tensor>) => readonly Tensor[], precision: "f32" | "f64" = "f64") {
  const graph = trace(
    (x) => fn(x as Record<Names, Tensor>),
    Object.fromEntries(Object.entries(data).map(([name, x]) => [name, f32(...x.shape)])),
  );
  const session = await compile(graph, { precision, threads: 1 });
  const feeds = Object.fromEntries(Object.entries(data).map(([name, x]) => [name, value(x.data, x.shape, precision)]));
  const results = await session.run(feeds);
  await session.close();
  return Object.values(results).map(numbers);
}

describe.each([false, true])("a loop of one node, reverse %s", (reverse) => {
  const [short, long] = [lossOf(99, reverse), lossOf(0, reverse)];
  test("has the value of its steps", async () => {
    const [a, b] = await run((x) => [short(x), long(x)]);
    expect(difference(a!, b!)).toBeLessThan(1e-13);
    const [c] = await run((x) => [long(x)], "f32");
    expect(difference(c!, a!)).toBeLessThan(1e-5);
  });
  test("has their gradient by the state, the entries and what the step uses", async () => {
    const all = (fn: typeof short) => (x: Record<Names, Tensor>) => Object.values(grad(fn)(x));
    const found = await run((x) => [...all(short)(x), ...all(long)(x)]);
    for (let i = 0; i < 4; i++) {
      expect(difference(found[i]!, found[4 + i]!)).toBeLessThan(1e-12);
      expect(found[i]!.data.some((each) => Math.abs(each) > 1e-3)).toBe(true);
    }
  });
  test("has their second derivative, and a jvp", async () => {
    const along = (fn: typeof short) => (x: Record<Names, Tensor>) => [
      ...Object.values(hvp(fn)(x, tensors)),
      ...jvp([fn(x)], [x.w, x.xs], [tensors.w, tensors.xs]),
    ];
    const found = await run((x) => [...along(short)(x), ...along(long)(x)]);
    for (let i = 0; i < 5; i++) expect(difference(found[i]!, found[5 + i]!)).toBeLessThan(1e-11);
  });
});

test("the gradient agrees with differences", async () => {
  const loss = lossOf(0, false);
  const at = (step: number) => ({
    ...tensors,
    w: tensorOf({ shape: [3, 3], data: data.w.data.map((each, i) => each + step * data.xs.data[i]!) }),
  });
  const numeric = await centralDifference((step) => evaluate(loss(at(step)), { precision: "f64" }));
  const [w] = await evaluate(gradients(loss(tensors), [tensors.w]), { precision: "f64" });
  const want = w!.data.reduce((s, each, i) => s + each * data.xs.data[i]!, 0);
  expect(Math.abs(numeric.data[0]! - want)).toBeLessThan(1e-8);
});

test("states of several types and structures, of which only some count", async () => {
  const step = (state: { i: Tensor; total: Tensor }, x: Tensor) =>
    [{ i: add(state.i, 1), total: add(mul(state.total, 0.5), mul(x, cast(state.i, "f32"))) }, [state.i, x]] as const;
  const start = { i: constant(1, [], "i64"), total: constant(0) };
  const xs = constant([1, 2, 3, 4, 5], [5]);
  for (const unroll of [0, 9]) {
    const [{ i, total }, [is]] = scan(step, start, xs, { unroll });
    const [slope] = gradients(total, [xs]);
    const found = await evaluate([i, total, is!, slope!]);
    expect(found.map(({ data }) => [...data])).toEqual([
      [6],
      [1 / 16 + 4 / 8 + 9 / 4 + 16 / 2 + 25],
      [1, 2, 3, 4, 5],
      [1 / 16, 2 / 8, 3 / 4, 4 / 2, 5],
    ]);
  }
});

test("a loop in a loop is differentiated", async () => {
  const nested = (unroll: number) => (xs: Tensor) => {
    const inner = (s: Tensor, row: Tensor) =>
      scan((t: Tensor, x: Tensor) => [sin(add(mul(t, x), s)), t], s, row, { unroll });
    const [last, all] = scan((s: Tensor, row: Tensor) => inner(s, row), constant(0.3), xs, { unroll });
    return add(last, sum(square(all)));
  };
  const xs = tensorOf(random(7, 3, 4));
  const [a, b, da, db, dda, ddb] = await evaluate(
    [
      nested(9)(xs),
      nested(0)(xs),
      grad(nested(9))(xs),
      grad(nested(0))(xs),
      hvp(nested(9))(xs, xs),
      hvp(nested(0))(xs, xs),
    ],
    { precision: "f64" },
  );
  expect(difference(a!, b!)).toBeLessThan(1e-14);
  expect(difference(da!, db!)).toBeLessThan(1e-13);
  expect(difference(dda!, ddb!)).toBeLessThan(1e-12);
});

test("the length may be a name, and there may be no entries", async () => {
  const graph = trace(
    ({ x }) => ({ sums: scan((s: Tensor, each: Tensor) => [add(s, each), add(s, each)], constant([0, 0], [2]), x)[1] }),
    { x: f32("n", 2) },
  );
  const session = await compile(graph, { threads: 1 });
  for (const n of [1, 4]) {
    const x = random(1, n, 2);
    const { sums } = await session.run({ x: value(x.data, x.shape, "f32") });
    const want = await evaluate(cumSum(tensorOf(x), 0));
    expect(difference(numbers(sums!), want)).toBeLessThan(1e-6);
  }
  await session.close();
  const [last, squares] = scan(
    (s: Tensor, i: Tensor) => [add(s, i), square(cast(i, "f32"))],
    constant(0, [], "i64"),
    undefined,
    { length: 20 },
  );
  const found = await evaluate([last, squares]);
  expect(found[0]!.data[0]).toBe(190);
  expect(found[1]!.data[19]).toBe(361);
});

test("sizes that only the run knows are known inside the body", async () => {
  const loss = (unroll: number) => (x: Readonly<Record<string, Tensor>>) => {
    const step = (h: Tensor, each: Tensor) => {
      const rows = h.shape[0]!;
      const wide = reshape(expand(unsqueeze(h, [1]), [rows, 2, 3]), [mulDims(rows, 2), 3]);
      const next = tanh(add(add(h, each), mul(mean(wide), slice(wide, 0, 0, rows))));
      return [next, mean(next, { axes: [0] })] as const;
    };
    const [last, all] = scan(step, x.h!, x.xs!, { unroll });
    return add(sum(square(last)), sum(mul(all, all)));
  };
  const types = { h: f32("B", 3), xs: f32(4, "B", 3) };
  const graph = trace((x) => ({ short: grad(loss(9))(x), long: grad(loss(0))(x) }), types);
  const session = await compile(graph, { precision: "f64", threads: 1 });
  const [h, xs] = [random(1, 5, 3), random(2, 4, 5, 3)];
  const found = await session.run({ h: value(h.data, h.shape, "f64"), xs: value(xs.data, xs.shape, "f64") });
  for (const name of ["h", "xs"]) {
    expect(difference(numbers(found[`long.${name}`]!), numbers(found[`short.${name}`]!))).toBeLessThan(1e-13);
  }
  await session.close();
});

test("what is not used is not in the model", () => {
  const xs = input("xs", [30, 2]);
  const bodyOf = (outputs: Record<string, Tensor>) => {
    const { graph } = decode(toOnnx({ inputs: [xs], outputs }));
    const node = graph!.node.find(({ opType }) => opType === "Scan")!;
    return {
      inputs: node.input.length,
      outputs: node.output.length,
      body: node.attribute.find(({ g }) => g)!.g!.node.map(({ opType }) => opType),
    };
  };
  const step = (s: { a: Tensor; b: Tensor }, x: Tensor) => [{ a: add(s.a, x), b: mul(s.b, x) }, sin(s.a)] as const;
  const [last, results] = scan(step, { a: constant([0, 0], [2]), b: constant([1, 1], [2]) }, xs);
  expect(bodyOf({ last: last.b })).toEqual({ inputs: 2, outputs: 1, body: ["Mul"] });
  expect(bodyOf({ results })).toEqual({ inputs: 2, outputs: 2, body: ["Add", "Sin"] });
});

describe("what does not fit is said", () => {
  const xs = constant([1, 2], [2]);
  test.each([
    [() => scan((s: Tensor) => [s, s], xs, undefined), "scan: expected entries or a length, got neither."],
    [
      () => scan((s: Tensor) => [s, s], xs, [xs, constant([1], [1])]),
      "scan: expected entries [n, ..] of one length, got [2], [1].",
    ],
    [
      () => scan((s: { a: Tensor }) => [{ a: sum(s.a) }, s.a], { a: xs }, xs),
      "scan: expected a next state of f32 [2] at a, got f32 [].",
    ],
    [() => scan((s: Tensor, x: Tensor) => [sub(s, x), s], constant(0, [], "i64"), xs), "sub: expected"],
  ])("%#", (make, text) => expect(make).toThrow(text));
});
