import { describe, expect, test } from "vitest";
import { InputError, ShapeError } from "../../error.js";
import { grad, valueAndGrad } from "../grad.js";
import type { Graph } from "../graph.js";
import {
  add,
  cast,
  concat,
  expand,
  floor,
  matmul,
  mul,
  neg,
  reshape,
  sin,
  slice,
  sum,
  tanh,
} from "../ops/index.gen.js";
import { compile, numbers, value } from "../session.js";
import { bool, constant, f32, i32, i64, input, type Tensor } from "../tensor.js";
import { trace } from "../trace.js";
import { emit } from "./emit.js";
import { TensorProto_DataType as Type } from "./gen/onnx_pb.js";
import { decode, info } from "./info.js";
import { toOnnx } from "./toOnnx.js";

const model = trace(
  ({ x, w, n }) => ({ y: tanh(add(matmul(x, w), 0.5)), m: cast(n, "f32"), deep: { z: reshape(x, ["3*B"]) } }),
  { x: f32("B", 3), w: f32(3, 2), n: i64() },
);
const kinds = (bytes: Uint8Array) => decode(bytes).graph!.node.map(({ opType }) => opType);
const constants = (bytes: Uint8Array) => decode(bytes).graph!.initializer;

describe("the model", () => {
  test("says what it is", () => {
    const found = info(toOnnx(model, { metadata: { units: "eV", équivar: "é" }, name: "small" }));
    expect(found).toMatchObject({
      opset: 20,
      inputs: [
        { name: "x", dtype: "f32", shape: ["B", 3] },
        { name: "w", dtype: "f32", shape: [3, 2] },
        { name: "n", dtype: "i64", shape: [] },
      ],
      outputs: [
        { name: "y", dtype: "f32", shape: ["B", 2] },
        { name: "m", dtype: "f32", shape: [] },
        { name: "deep.z", dtype: "f32", shape: ["3*B"] },
      ],
      metadata: { units: "eV", équivar: "é" },
    });
  });

  test("of one graph is the same bytes each time", () => {
    const bytes = toOnnx(model);
    expect(Buffer.from(toOnnx(model)).equals(bytes)).toBe(true);
    const again = trace(({ x }) => grad((t: Tensor) => sum(sin(mul(t, t))))(x), { x: f32("B") });
    expect(Buffer.from(toOnnx(again)).equals(toOnnx(again))).toBe(true);
  });

  test("in f64 has no f32 tensor", () => {
    const { graph } = decode(toOnnx(model, { precision: "f64" }));
    const types = [...graph!.input, ...graph!.output].map(({ type }) => type!.value.value as { elemType: number });
    const all = [...types.map(({ elemType }) => elemType), ...graph!.initializer.map(({ dataType }) => dataType)];
    const casts = graph!.node.filter(({ opType }) => opType === "Cast").map(({ attribute }) => Number(attribute[0]!.i));
    expect(casts.length).toBeGreaterThan(0);
    expect([...all, ...casts]).not.toContain(Type.FLOAT);
  });

  test("is refused where it is none", () => {
    expect(() => info(new TextEncoder().encode("not a model"))).toThrow(InputError);
    expect(() => info(new Uint8Array(0))).toThrow("onnx: expected an ONNX model with a graph and outputs");
  });
});

describe("constants", () => {
  test("occur once, each data type and sign of zero for itself", () => {
    const shared = trace(({ x }) => concat([add(x, constant([1, 2], [2])), mul(x, constant([1, 2], [2]))], 0), {
      x: f32(2),
    });
    expect(constants(toOnnx(shared))).toHaveLength(1);
    const zeros = trace(({ x }) => concat([add(x, constant([0, 1], [2])), mul(x, constant([-0, 1], [2]))], 0), {
      x: f32(2),
    });
    expect(constants(toOnnx(zeros))).toHaveLength(2);
    const same = new Float64Array(1000).map((_, i) => i);
    const large = trace(({ x }) => [constant(same, [1000]), mul(constant(same, [1000]), x)], { x: f32() });
    expect(constants(toOnnx(large)).reduce((n, { rawData }) => n + rawData.length, 0)).toBeLessThanOrEqual(8000);
  });
  test("of integers are whole", () => {
    const graph = trace(({ x }) => add(x, constant([0.5], [1], "i64")), { x: i64(1) });
    expect(() => toOnnx(graph)).toThrow("constant: expected whole numbers for i64, got 0.5.");
    expect(() => add(input("n", [], "i32"), 0.5)).toThrow("add: expected a whole number for i32, argument 2, got 0.5.");
  });
  test("of booleans are 0 or 1", () => {
    const graph = trace(() => constant([0, 2, -1, Number.NaN], [4], "bool"), {});
    expect([...constants(toOnnx(graph))[0]!.rawData]).toEqual([0, 1, 1, 1]);
  });
});

describe("slices of one vector", () => {
  const run = async (graph: Graph, x: readonly number[]) => {
    const session = await compile(graph, { threads: 1 });
    const found = await session.run({ x: value(x, [x.length], "f32") });
    await session.close();
    return Object.values(found).map((each) => [...numbers(each).data]);
  };

  test("are one Split, gaps and empty ones included", async () => {
    const ranges = [[4, 6], [0, 0], [0, 2], [6, 6], [3, 4]] as const; // biome-ignore format: one line
    const graph = trace(({ x }) => ranges.map(([start, end]) => neg(slice(x, 0, start, end))), { x: f32(7) });
    expect(kinds(toOnnx(graph)).filter((kind) => kind === "Split" || kind === "Slice")).toEqual(["Split"]);
    expect(await run(graph, [0, 1, 2, 3, 4, 5, 6])).toEqual([[-4, -5], [], [-0, -1], [], [-3]]);
  });
  test("that overlap or have steps are Slices", async () => {
    const graph = trace(({ x }) => [slice(x, 0, 0, 3), slice(x, 0, 2, 4), slice(x, 0, 0, 4, 2)], { x: f32(4) });
    expect(kinds(toOnnx(graph))).toEqual(["Slice", "Slice", "Slice"]);
    expect(await run(graph, [1, 2, 3, 4])).toEqual([
      [1, 2, 3],
      [3, 4],
      [1, 3],
    ]);
  });
  test("on two axes, of an input that is a result as well", async () => {
    const graph = trace(
      ({ x }) => {
        const square = reshape(x, [2, 2]);
        return [slice(square, 0, 0, 1), slice(square, 0, 1, 2), slice(square, 1, 0, 1), slice(square, 1, 1, 2), x];
      },
      { x: f32(4) },
    );
    expect(await run(graph, [1, 2, 3, 4])).toEqual([
      [1, 2],
      [3, 4],
      [1, 3],
      [2, 4],
      [1, 2, 3, 4],
    ]);
  });
});

describe("names", () => {
  const runOne = async (graph: Graph, name: string) => {
    const session = await compile(graph, { threads: 1 });
    const found = await session.run({ [name]: value([1], [], "f32") });
    await session.close();
    return Object.fromEntries(Object.entries(found).map(([id, each]) => [id, numbers(each).data[0]]));
  };

  test("that emission would have used itself stay the user's", async () => {
    for (const name of ["constant_0", "Add_0", "Mul_1", "Add_0_"]) {
      const graph = trace((all) => mul(add(all[name]!, 5), all[name]!), { [name]: f32() });
      expect(await runOne(graph, name)).toEqual({ output: 6 });
    }
    const swapped = trace(
      ({ x }) => {
        const y = add(x, 5);
        return { Mul_1: y, Add_0: mul(y, 3), constant_0: neg(y) };
      },
      { x: f32() },
    );
    expect(await runOne(swapped, "x")).toEqual({ Mul_1: 6, Add_0: 18, constant_0: -6 });
  });

  test("of an input and a result differ", () => {
    const run = () => toOnnx(trace(({ x }) => ({ x: neg(x) }), { x: f32() }));
    expect(run).toThrow(InputError);
    expect(run).toThrow('toOnnx: expected results named unlike the inputs, got "x" as both.');
  });
  test("of two inputs differ", () => {
    const inputs = [input("x", []), input("x", [2])];
    expect(() => emit({ inputs, outputs: { y: add(inputs[0]!, inputs[1]!) } })).toThrow(
      'toOnnx: expected inputs of different names, got "x" twice.',
    );
  });
  test("of a tensor from elsewhere are told", () => {
    const foreign = input("other", []);
    expect(() => toOnnx(trace(({ x }) => add(x, foreign), { x: f32() }))).toThrow(
      'toOnnx: expected no inputs but "x", got "other". Was it captured from another trace?',
    );
  });
  test("a graph without results is refused", () => {
    expect(() => toOnnx(trace(() => ({}), { x: f32() }))).toThrow("toOnnx: expected at least one result, got none.");
  });
});

describe("named dimensions", () => {
  test("that no input has are refused", () => {
    const run = () => toOnnx(trace(({ x }) => expand(x, ["B", 3]), { x: f32(3) }));
    expect(run).toThrow(ShapeError);
    expect(run).toThrow("toOnnx: expected an input with an axis named B, got x [3]. A size that no input has");
  });
  test("are measured once each, and once each list of them", () => {
    const graph = trace(
      ({ y }) => [expand(y, ["B", "n", 2]), expand(neg(y), ["B", "n", 2]), expand(floor(y), ["n", "B", 2])],
      {
        x: f32("B", "n"),
        y: f32(2),
      },
    );
    const count = (kind: string) => kinds(toOnnx(graph)).filter((each) => each === kind).length;
    expect([count("Shape"), count("Concat")]).toEqual([2, 2]);
  });
  test("in sums, products and floors have their value", async () => {
    const graph = trace(
      ({ x, y }) => {
        const joined = concat([x, x, y], 0); // 2·n + 3
        return { all: expand(sum(joined), ["2*n + 3", "n*n"]), halves: slice(joined, 0, 0, undefined, 4) };
      },
      { x: f32("n"), y: f32(3) },
    );
    const session = await compile(graph, { threads: 1 });
    for (const n of [0, 1, 2, 5]) {
      const feeds = { x: value(new Float32Array(n), [n], "f32"), y: value([1, 1, 1], [3], "f32") };
      const { all, halves } = await session.run(feeds);
      expect(all!.shape).toEqual([2 * n + 3, n * n]);
      expect(halves!.shape).toEqual([Math.ceil((2 * n + 3) / 4)]);
    }
    await session.close();
  });
});

test("a graph more than 20,000 nodes deep is traced, differentiated, simplified and emitted", () => {
  const depth = 12_000; // as much again for the way back
  const graph = trace(
    ({ x }) => {
      const f = (t: Tensor) => {
        let y = t;
        for (let i = 0; i < depth / 2; i++) y = sin(add(y, t));
        return sum(y);
      };
      const [energy, gradient] = valueAndGrad(f)(x);
      return { energy, gradient };
    },
    { x: f32("B") },
  );
  expect(info(toOnnx(graph)).nodes).toBeGreaterThan(2 * depth);
});

test("integer and boolean graphs", () => {
  const graph = trace(({ i, j, b }) => ({ k: add(i, cast(j, "i64")), c: cast(b, "i32"), d: b }), {
    i: i64("n"),
    j: i32(),
    b: bool("n"),
  });
  expect(info(toOnnx(graph, { precision: "f64" })).outputs).toEqual([
    { name: "k", dtype: "i64", shape: ["n"] },
    { name: "c", dtype: "i32", shape: ["n"] },
    { name: "d", dtype: "bool", shape: ["n"] },
  ]);
});
