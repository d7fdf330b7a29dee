import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { evaluate } from "./evaluate.js";
import { emit } from "./onnx/emit.js";
import { decode } from "./onnx/info.js";
import { toOnnx } from "./onnx/toOnnx.js";
import { mean, sum } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { constant, f32, f64 } from "./tensor.js";
import { difference } from "./testing.js";
import { trace } from "./trace.js";

const kinds = (bytes: Uint8Array) => decode(bytes).graph!.node.map(({ opType }) => opType);

describe.each([sum, mean])("$name over other axes than the last", (rule) => {
  const graphOf = (shape: (number | string)[], axes: number[], keepDims: boolean) =>
    trace(({ x }) => rule(x!, { axes, keepDims }), { x: f32(...shape) });
  const cases: [shape: number[], axes: number[], form: string][] = [
    [[300, 5], [0], "MatMul"],
    [[20, 15, 4], [0, 1], "MatMul"],
    [[20, 6, 7], [0, 2], "MatMul"],
    [[17, 3, 4, 5], [0, 2], "MatMul"],
    [[200, 4, 3], [1], "Split"],
    [[200, 2, 2, 3], [1, 2], "Split"],
    [[10, 20, 3, 8], [2], "Split"],
    [[8, 100], [0], "Reduce"], // few rows
    [[20, 4, 3], [1], "Reduce"],
    [[200, 16, 64], [1], "Reduce"], // long ones
    [[200, 4, 3], [2], "Reduce"],
    [[200, 3, 4, 2], [1, 3], "Reduce"],
    [[30], [0], "Reduce"],
  ];
  test.each(cases)("%j over %j", async (shape, axes, form) => {
    const count = shape.reduce((a, b) => a * b);
    const data = normal(key(1), count);
    for (const keepDims of [false, true]) {
      const graph = graphOf(shape, axes, keepDims);
      expect(kinds(emit(graph)).some((kind) => kind.startsWith(form))).toBe(true);
      expect(kinds(toOnnx(graph)).every((kind) => kind.startsWith("Reduce"))).toBe(true);
      const session = await compile(graph);
      const found = numbers((await session.run({ x: value(data, shape, "f32") })).output!);
      await session.close();
      const want = await evaluate(rule(constant(data, shape), { axes, keepDims }), { precision: "f64" });
      expect(found.shape).toEqual(want.shape);
      expect(difference(found, want)).toBeLessThan(1e-5);
    }
  });

  test("with named axes, none of whose entries are there", async () => {
    const cases: [(number | string)[], number[], number[], number[]][] = [
      [["n", 4, 3], [1], [0, 4, 3], [0, 3]],
      [["n", 4, 3], [1], [5, 4, 3], [5, 3]],
      [[20, "n"], [0], [20, 0], [0]],
      [[20, "n", 3], [0], [20, 2, 3], [2, 3]],
    ];
    for (const [types, axes, shape, want] of cases) {
      const session = await compile(graphOf(types, axes, false));
      const ones = new Float64Array(shape.reduce((a, b) => a * b)).fill(1);
      const found = (await session.run({ x: value(ones, shape, "f32") })).output!;
      await session.close();
      expect(found.shape).toEqual(want);
      const each = rule === sum ? shape[axes[0]!]! : 1;
      expect(Math.max(...numbers(found).data.map((x) => Math.abs(x - each)), 0)).toBeLessThan(1e-5);
    }
  });

  test("what is not finite stays in its own sum", async () => {
    for (const [shape, axes] of [
      [[200, 4, 3], [1]],
      [[40, 6], [0]],
    ] as const) {
      const data = new Float64Array(shape.reduce((a: number, b: number) => a * b, 1)).fill(1);
      data[0] = Number.NEGATIVE_INFINITY;
      const session = await compile(graphOf([...shape], [...axes], false));
      const found = numbers((await session.run({ x: value(data, [...shape], "f32") })).output!).data;
      await session.close();
      expect([...found].filter((x) => !Number.isFinite(x))).toEqual([Number.NEGATIVE_INFINITY]);
    }
  });

  test("of f64 as ONNX has it", () => {
    const graph = trace(({ x }) => rule(x!, { axes: [0] }), { x: f64(300, 5) });
    expect(kinds(emit(graph))).toEqual([rule === sum ? "ReduceSum" : "ReduceMean"]);
    expect(kinds(emit(graphOf([300, 5], [0], false), { precision: "f64" }))).toHaveLength(1);
  });
});
