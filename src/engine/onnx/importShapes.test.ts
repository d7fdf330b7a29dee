// Shapes that the graph computes: known beforehand where they are numbers or names of dimensions.
import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { compile, numbers, value } from "../session.js";
import { constant } from "../tensor.js";
import { TensorProto_DataType as Type } from "./gen/onnx_pb.js";
import { importOnnx } from "./importOnnx.js";
import { floats, integers, modelBytes, node, port } from "./testing.js";
import { toOnnx } from "./toOnnx.js";

/** x [B, n, 6] to [B, n, 2, 3], its sizes read from x, as exporters write it. */
const splitHeads = modelBytes({
  node: [
    node("Shape", ["x"], "shape"),
    node("Gather", ["shape", "zero"], "batch"),
    node("Slice", ["shape", "one", "two"], "length"),
    node("Unsqueeze", ["batch", "axes"], "batch1"),
    node("Concat", ["batch1", "length", "heads"], "wanted", { axis: 0 }),
    node("Reshape", ["x", "wanted"], "y"),
  ],
  input: [port("x", ["B", "n", 6])],
  output: [port("y", [undefined, undefined, undefined, undefined])],
  initializer: [
    integers("zero", [], [0]),
    integers("one", [1], [1]),
    integers("two", [1], [2]),
    integers("axes", [1], [0]),
    integers("heads", [2], [2, 3]),
  ],
});

test("sizes of open dimensions pass through shape arithmetic", async () => {
  const graph = importOnnx(splitHeads).graph();
  expect(graph.outputs.y!.shape).toEqual(["B", "n", 2, 3]);
  const session = await compile(importOnnx(toOnnx(graph)).graph());
  for (const [b, n] of [
    [2, 3],
    [1, 4],
  ] as const) {
    const x = Float32Array.from({ length: b * n * 6 }, (_, i) => i);
    const { y } = await session.run({ x: value(x, [b, n, 6], "f32") });
    expect(y!.shape).toEqual([b, n, 2, 3]);
    expect([...numbers(y!).data]).toEqual([...x]);
  }
  await session.close();
});

test("products, quotients and choices of sizes are known", () => {
  const bytes = modelBytes({
    node: [
      node("Shape", ["x"], "shape"),
      node("ReduceProd", ["shape"], "total", { keepdims: 1 }),
      node("Div", ["total", "six"], "rows"),
      node("Concat", ["rows", "six"], "wanted", { axis: 0 }),
      node("Reshape", ["x", "wanted"], "y"),
      // An expand to −1 means the axis as it is: Where(wanted = −1, 1, wanted).
      node("Equal", ["given", "minus"], "open"),
      node("Where", ["open", "one", "given"], "target"),
      node("Expand", ["y", "target"], "z"),
    ],
    input: [port("x", ["B", 2, 6])],
    output: [port("y", [undefined, undefined]), port("z", [undefined, undefined, undefined])],
    initializer: [
      integers("six", [1], [6]),
      integers("given", [3], [4, -1, -1]),
      integers("minus", [], [-1]),
      integers("one", [], [1]),
    ],
  });
  const { y, z } = importOnnx(bytes).graph().outputs;
  expect(y!.shape).toEqual(["2*B", 6]);
  expect(z!.shape).toEqual([4, "2*B", 6]);
});

test("an end beyond every size is the end of an open dimension, a nearer one is refused", () => {
  const slice = (end: bigint) =>
    importOnnx(
      modelBytes({
        node: [node("Slice", ["x", "start", "end"], "y")],
        input: [port("x", ["n"])],
        output: [port("y", [undefined])],
        initializer: [integers("start", [1], [1]), integers("end", [1], [end])],
      }),
    ).graph().outputs.y!.shape;
  expect(slice(2n ** 63n - 1n)).toEqual(["n + -1"]);
  expect(slice(-1n)).toEqual(["n + -2"]);
  expect(() => slice(5n)).toThrow("onnx: Slice: expected an end that is certain to lie within n, got 5.");
});

test("bounds beyond 2⁵³ do not keep a slice of constants from being known", () => {
  const bytes = modelBytes({
    node: [node("Slice", ["list", "start", "end", "axes", "steps"], "shape"), node("Reshape", ["x", "shape"], "y")],
    input: [port("x", [6])],
    output: [port("y", [undefined, undefined])],
    initializer: [
      integers("list", [2], [3, 2]),
      integers("start", [1], [-1]),
      integers("end", [1], [-(2n ** 63n) + 1n]),
      integers("axes", [1], [0]),
      integers("steps", [1], [-1]),
    ],
  });
  expect(importOnnx(bytes).graph().outputs.y!.shape).toEqual([2, 3]);
});

test("rows are put into an open dimension, and sizes can be given", async () => {
  const bytes = modelBytes({
    node: [node("ScatterND", ["x", "at", "rows"], "y")],
    input: [port("x", ["n", 2]), port("rows", [2, 2])],
    output: [port("y", ["n", 2])],
    initializer: [integers("at", [2, 1], [0, -1])],
  });
  const foreign = importOnnx(bytes);
  expect(foreign.graph({}, { n: 4 }).outputs.y!.shape).toEqual([4, 2]);
  const session = await compile(foreign.graph());
  const { y } = await session.run({
    x: value(new Float32Array(6), [3, 2], "f32"),
    rows: value([1, 2, 3, 4], [2, 2], "f32"),
  });
  await session.close();
  expect([...numbers(y!).data]).toEqual([1, 2, 0, 0, 3, 4]);
});

test("integers of 64 bits are exact, and narrow ones wrap around", async () => {
  const bytes = modelBytes({
    node: [node("Add", ["x", "large"], "y"), node("Mul", ["a", "a"], "b")],
    input: [port("x", [1], Type.INT64), port("a", [2], Type.UINT8)],
    output: [port("y", [1], Type.INT64), port("b", [2], Type.UINT8)],
    initializer: [integers("large", [1], [2n ** 62n + 1n])],
  });
  const session = await compile(importOnnx(bytes).graph());
  const { y, b } = await session.run({
    x: value([2], [1], "i64"),
    a: value([20, 3], [2], "i32"),
  });
  await session.close();
  expect((y!.data as BigInt64Array)[0]).toBe(2n ** 62n + 3n);
  expect([...numbers(b!).data]).toEqual([144, 9]);
});

test("a version of the operator set decides what a node means", async () => {
  // Before version 13 the axes from one on are one.
  const softmax = (opset: number) =>
    importOnnx(
      modelBytes(
        { node: [node("Softmax", ["x"], "y", { axis: 0 })], input: [port("x", [2, 2])], output: [port("y", [2, 2])] },
        { opset },
      ),
    ).call({ x: constant([0, 0, 0, 0], [2, 2]) }).y!;
  expect([...(await evaluate(softmax(13))).data]).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect([...(await evaluate(softmax(12))).data]).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test("a function of the model is called with its attributes", async () => {
  const bytes = modelBytes(
    {
      node: [node("twice", ["x"], "y", { axis: 1 }, "own")],
      input: [port("x", [1, 2])],
      output: [port("y", [1, 4])],
      initializer: [floats("unused", [1], [0])],
    },
    {
      domains: ["own"],
      functions: [
        {
          name: "twice",
          domain: "own",
          input: ["a"],
          output: ["c"],
          attribute: ["axis"],
          opsetImport: [{ domain: "", version: 20n }],
          node: [node("Concat", ["a", "a"], "c", { axis: { ref: "axis" } })],
        },
      ],
    },
  );
  expect([...(await evaluate(importOnnx(bytes).call({ x: constant([1, 2], [1, 2]) }).y!)).data]).toEqual([1, 2, 1, 2]);
});

test("branches and loops see the values around them", async () => {
  const body = {
    node: [
      node("Mul", ["state", "x"], "next"),
      node("Identity", ["going"], "still"),
      node("Identity", ["next"], "seen"),
    ],
    input: [port("i", [], Type.INT64), port("going", [], Type.BOOL), port("state", [2])],
    output: [port("still", [], Type.BOOL), port("next", [2]), port("seen", [2])],
  };
  const bytes = modelBytes({
    node: [
      node("Loop", ["three", "", "x"], ["power", "steps"], { body: { g: body } }),
      node("ReduceSum", ["x"], "total", { keepdims: 0 }),
      node("Greater", ["total", "limit"], "large"),
      node("If", ["large"], "y", {
        then_branch: { g: { node: [node("Neg", ["power"], "a")], output: [port("a", [2])] } },
        else_branch: { g: { node: [node("Identity", ["power"], "b")], output: [port("b", [2])] } },
      }),
    ],
    input: [port("x", [2])],
    output: [port("y", [2]), port("steps", [3, 2])],
    initializer: [integers("three", [], [3]), floats("limit", [], [4])],
  });
  const { call } = importOnnx(bytes);
  const run = async (x: readonly number[]) => {
    const { y, steps } = call({ x: constant(x, [2]) });
    return (await evaluate([y!, steps!])).map(({ data }) => [...data]);
  };
  expect(await run([1, 2])).toEqual([
    [1, 16],
    [1, 4, 1, 8, 1, 16],
  ]);
  expect((await run([3, 2]))[0]).toEqual([-81, -16]);
});
