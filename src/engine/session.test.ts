import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RuntimeError, ShapeError } from "../error.js";
import type { Graph } from "./graph.js";
import { normal, type Op, type Operand, op } from "./op.js";
import { add, cast, equal, expand, logicalNot, matmul, mul, neg, reshape, silu, sum } from "./ops/index.gen.js";
import { compile, numbers, type SessionOptions, type Value, value, zeros } from "./session.js";
import { bool, constant, f32, f64, i32, i64 } from "./tensor.js";
import { trace } from "./trace.js";

type Values = Readonly<Record<string, Value>>;
async function run(graph: Graph, feeds: Values, options: SessionOptions = {}, into?: Values) {
  const session = await compile(graph, { threads: 1, ...options });
  try {
    return await session.run(feeds, into);
  } finally {
    await session.close();
  }
}
const list = (found: Value | undefined): number[] => [...numbers(found!).data];
const rows = (count: number): Value =>
  value(
    Float32Array.from({ length: 3 * count }, (_, i) => i),
    [count, 3],
    "f32",
  );

const two = trace(({ x, y }) => ({ sum: add(x, y), twice: mul(x, 2) }), { x: f32("B", 3), y: f32("B", 1) });
const y1 = value([1], [1, 1], "f32");

describe("feeds that do not fit", () => {
  const cases: [string, Record<string, Value>, string][] = [
    ["missing", { x: rows(1) }, "run: y: expected f32 [B, 1] with B = 1, got nothing."],
    ["extra", { x: rows(1), y: y1, z: y1 }, 'run: expected inputs x, y, got "z".'],
    ["inherited", { x: rows(1), y: y1, toString: y1 }, 'run: expected inputs x, y, got "toString".'],
    [
      "data type",
      { x: value([1, 2, 3], [1, 3], "f64"), y: y1 },
      "run: x: expected f32 [B, 3], got f64 [1, 3] of 3 numbers.",
    ],
    ["rank", { x: value([1, 2, 3], [3], "f32"), y: y1 }, "run: x: expected f32 [B, 3], got f32 [3] of 3 numbers."],
    [
      "size",
      { x: value([1, 2], [1, 2], "f32"), y: y1 },
      "run: x: expected f32 [B, 3] with B = 1, got f32 [1, 2] of 2 numbers.",
    ],
    [
      "two sizes of a name",
      { x: rows(2), y: y1 },
      "run: y: expected f32 [B, 1] with B = 2, got f32 [1, 1] of 1 numbers.",
    ],
    [
      "count",
      { x: { ...rows(1), shape: [2, 3] }, y: y1 },
      "run: x: expected f32 [B, 3] with B = 2, got f32 [2, 3] of 3 numbers.",
    ],
  ];
  test.each(cases)("%s", async (_, feeds, text) => {
    await expect(run(two, feeds)).rejects.toThrow(ShapeError);
    await expect(run(two, feeds)).rejects.toThrow(text);
  });

  test("an array of the wrong kind", async () => {
    const wrong: Value = { dtype: "f32", shape: [1, 3], data: new Float64Array(3) };
    await expect(run(two, { x: wrong, y: y1 })).rejects.toThrow(RuntimeError);
  });

  test("names that every object has are names like others", async () => {
    const graph = trace((x) => neg(x.constructor), { constructor: f32("toString") });
    expect(list((await run(graph, { constructor: value([1, 2], [2], "f32") })).output)).toEqual([-1, -2]);
    const results = trace(({ x }) => ({ valueOf: neg(x!), y: mul(x!, 2) }), { x: f32(2) });
    const found = await run(results, { x: value([1, 2], [2], "f32") }, {}, { y: zeros([2], "f32") });
    expect([found.valueOf as unknown as Value, found.y].map(list)).toEqual([
      [-1, -2],
      [2, 4],
    ]);
  });

  test("a value counts its numbers", () => {
    expect(() => value([1, 2], [3], "f32")).toThrow("value: expected 3 numbers for [3], got 2.");
  });
});

describe("devices", () => {
  const graph = trace(({ x }) => add(x, 1), { x: f32() });
  test.each(["tpu", "constructor"])("%s is none", async (device) => {
    await expect(compile(graph, { device })).rejects.toThrow(RuntimeError);
    await expect(compile(graph, { device })).rejects.toThrow(
      `device: expected one of cpu, cuda, webgpu, coreml, dml on onnxruntime-node, got ${device}.`,
    );
  });

  const absent = process.platform === "darwin" ? "dml" : "coreml";
  test(`${absent} is not there, and the CPU does not step in`, async () => {
    await expect(compile(graph, { device: absent })).rejects.toThrow(RuntimeError);
    await expect(compile(graph, { device: absent })).rejects.toThrow(
      `device: expected ${absent} on this machine, for onnxruntime-node, got none. It needs ${absent === "dml" ? "Windows" : "macOS"}`,
    );
  });
  test.skipIf(existsSync("/dev/nvidia0"))("cuda is not there, and the CPU does not step in", async () => {
    await expect(compile(graph, { device: "cuda" })).rejects.toThrow(RuntimeError);
  });
});

describe("ops that ONNX Runtime lacks", () => {
  const rule = (name: string, onnx: string) =>
    op<[x: Operand]>(name, { vjp: "none", onnx, reference: ([x]) => x!, samples: [[normal()]] }) as Op<[x: Operand]>;
  const graphOf = (onnx: string) => trace(({ x }) => rule("own", onnx)(x), { x: f32(2) });

  test("an op without an f64 kernel, where its rule lowers to none", async () => {
    await expect(compile(graphOf("Tan"), { precision: "f64" })).rejects.toThrow(RuntimeError);
    await expect(compile(graphOf("Tan"), { precision: "f64" })).rejects.toThrow(
      "session: expected an implementation of Tan in onnxruntime-node for these data types, got none.",
    );
    expect(list((await run(graphOf("Tan"), { x: value([0, 0], [2], "f32") })).output)).toEqual([0, 0]);
  });
  test("an op that ONNX does not know", async () => {
    await expect(compile(graphOf("NoSuchOp"))).rejects.toThrow("No Op registered for NoSuchOp");
  });
  test("x·sigmoid(x) stays in ops that have f64 kernels, also where only an input is f64", async () => {
    const want = [1, -2].map((x) => x / (1 + Math.exp(-x)));
    for (const [graph, precision] of [
      [trace(({ x }) => silu(x), { x: f64(2) }), "f32"],
      [trace(({ x }) => silu(x), { x: f32(2) }), "f64"],
    ] as const) {
      const found = list((await run(graph, { x: value([1, -2], [2], "f64") }, { precision, level: undefined })).output);
      for (const [i, each] of found.entries()) expect(Math.abs(each - want[i]!)).toBeLessThan(1e-15);
    }
  });
});

describe("results", () => {
  test("are written to the arrays that were given, which come back themselves", async () => {
    const into = { sum: zeros([2, 3], "f32") };
    const { data } = into.sum;
    const session = await compile(two, { threads: 1 });
    const found = await session.run({ x: rows(2), y: value([10, 20], [2, 1], "f32") }, into);
    expect(found.sum).toBe(into.sum);
    expect(found.sum!.data).toBe(data);
    expect([...data]).toEqual([10, 11, 12, 23, 24, 25]);
    expect(list(found.twice)).toEqual([0, 2, 4, 6, 8, 10]); // not given: an array of its own
    await session.run({ x: rows(2), y: value([0, 0], [2, 1], "f32") }, into);
    expect([...data]).toEqual([0, 1, 2, 3, 4, 5]);
    await session.close();
  });

  test("of every data type are written in place, inputs and constants given as results too", async () => {
    const graph = trace(
      ({ a, b, c, d }) => ({ a1: add(a, 1), b1: neg(b), c1: logicalNot(c), d1: d, one: constant([7, 8], [2]) }),
      {
        a: i64(2),
        b: i32(2),
        c: bool(2),
        d: f64(2),
      },
    );
    const into = {
      a1: zeros([2], "i64"),
      b1: zeros([2], "i32"),
      c1: zeros([2], "bool"),
      d1: zeros([2], "f64"),
      one: zeros([2], "f32"),
    };
    const feeds = Object.entries({ a: "i64", b: "i32", c: "bool", d: "f64" } as const).map(
      ([name, dtype]) => [name, value([1, 0], [2], dtype)] as const,
    );
    await run(graph, Object.fromEntries(feeds), {}, into);
    expect(Object.values(into).map(list)).toEqual([
      [2, 1],
      [-1, 0],
      [0, 1],
      [1, 0],
      [7, 8],
    ]);
  });

  const misfits: [string, Record<string, Value>, string][] = [
    ["shape", { sum: zeros([2, 3], "f32") }, "run: sum: expected f32 [B, 3] with B = 1, got f32 [2, 3] of 6 numbers."],
    ["rank", { sum: zeros([3], "f32") }, "run: sum: expected f32 [B, 3] with B = 1, got f32 [3] of 3 numbers."],
    [
      "data type",
      { sum: zeros([1, 3], "f64") },
      "run: sum: expected f32 [B, 3] with B = 1, got f64 [1, 3] of 3 numbers.",
    ],
    ["name", { total: zeros([1, 3], "f32") }, 'run: expected results sum, twice, got "total".'],
  ];
  test.each(misfits)("arrays of another %s are refused", async (_, into, text) => {
    await expect(run(two, { x: rows(1), y: y1 }, {}, into)).rejects.toThrow(text);
  });
  test("one array for two results, or for a feed and a result, is refused", async () => {
    const [same, x] = [zeros([1, 3], "f32"), rows(1)];
    for (const into of [
      { sum: same, twice: same },
      { sum: same, twice: x },
    ]) {
      await expect(run(two, { x, y: y1 }, {}, into)).rejects.toThrow(
        "run: twice: expected an array of its own, got one that is used twice.",
      );
    }
  });

  test("one session serves every size, none included", async () => {
    const graph = trace(
      ({ x, w }) => ({ y: matmul(x, w), flat: reshape(x, [-1]), total: sum(x), grid: expand(sum(w), ["B", "k"]) }),
      { x: f32("B", "k"), w: f32("k", 2) },
    );
    const session = await compile(graph, { threads: 1 });
    for (const [B, k] of [
      [1, 2],
      [5, 1],
      [0, 3],
      [2, 0],
    ] as const) {
      const ones = (...shape: number[]) =>
        value(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape, "f32");
      const found = await session.run({ x: ones(B, k), w: ones(k, 2) });
      expect(found.y!.shape).toEqual([B, 2]);
      expect(list(found.y)).toEqual(new Array(2 * B).fill(k));
      expect([found.flat!.shape, found.total!.shape, found.grid!.shape]).toEqual([[B * k], [], [B, k]]);
      expect(list(found.total)).toEqual([B * k]);
      expect(list(found.grid)).toEqual(new Array(B * k).fill(2 * k));
    }
    await session.close();
  });

  test("may be inputs, constants, and each other", async () => {
    const graph = trace(
      ({ x }) => {
        const y = neg(x);
        return { y, again: y, used: mul(y, 2), x1: x, x2: x, five: constant(5), five2: constant(5), yes: equal(x, x) };
      },
      { x: f32(), unused: f32("B") },
    );
    const found = await run(graph, { x: value([3], [], "f32"), unused: value([1, 2], [2], "f32") });
    expect(Object.entries(found).map(([name, each]) => [name, ...list(each)])).toEqual([
      ["y", -3],
      ["again", -3],
      ["used", -6],
      ["x1", 3],
      ["x2", 3],
      ["five", 5],
      ["five2", 5],
      ["yes", 1],
    ]);
  });

  test("that are reshapes have their own shape, in new arrays and in given ones", async () => {
    const of = (width: number | string) =>
      trace(({ x }) => ({ flat: reshape(neg(x!), [-1]), x1: reshape(x!, [-1]), whole: neg(x!) }), { x: f32(2, width) });
    for (const graph of [of(3), of("n")]) {
      const session = await compile(graph);
      const into = { flat: zeros([6], "f32") };
      for (const given of [undefined, into]) {
        const found = await session.run({ x: rows(2) }, given);
        expect(Object.values(found).map(({ shape }) => shape)).toEqual([[6], [6], [2, 3]]);
        expect(Object.values(found).map(list)).toEqual([
          [-0, -1, -2, -3, -4, -5],
          [0, 1, 2, 3, 4, 5],
          [-0, -1, -2, -3, -4, -5],
        ]);
        expect(found.flat === into.flat).toBe(given !== undefined);
      }
      await session.close();
    }
  });

  test("NaN, infinities and −0 pass through constants", async () => {
    const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0];
    const graph = trace(
      ({ x }) => [...specials.map((each) => mul(x, constant([each, 1], [2]))), ...specials.map((each) => add(x, each))],
      {
        x: f32(2),
      },
    );
    const found = await run(graph, { x: value([1, 1], [2], "f32") });
    expect(specials.map((_, i) => list(found[`${i}`])[0])).toEqual(specials);
    expect(specials.map((_, i) => list(found[`${i + 5}`])[0])).toEqual(specials.map((each) => 1 + each));
  });

  test("integers and booleans", async () => {
    const graph = trace(({ x, b }) => ({ y: add(mul(x, x), 1), z: cast(b, "i32") }), { x: i64("n"), b: bool() });
    const found = await run(graph, { x: value([-3, 2 ** 31], [2], "i64"), b: value([1], [], "bool") });
    expect(found.y).toEqual({ dtype: "i64", shape: [2], data: BigInt64Array.of(10n, 2n ** 62n + 1n) });
    expect(found.z).toEqual({ dtype: "i32", shape: [], data: Int32Array.of(1) });
  });
});

test("a closed session says so; closing again does nothing", async () => {
  const session = await compile(two, { threads: 1 });
  await session.close();
  await session.close();
  await expect(session.run({ x: rows(1), y: y1 })).rejects.toThrow(RuntimeError);
  await expect(session.run({ x: rows(1), y: y1 })).rejects.toThrow("Session already disposed");
});

test("facts are of the simplified graph", async () => {
  const graph = trace(({ x }) => add(mul(x, 1), neg(neg(x))), { x: f32(2) });
  const session = await compile(graph, { threads: 1 });
  await session.close();
  expect(session.facts.nodes).toBe(1);
  expect(session.facts.bytes).toBeGreaterThan(0);
  expect(session.outputs).toEqual(["output"]);
  expect(session.inputs).toEqual({ x: { dtype: "f32", shape: [2] } });
});
