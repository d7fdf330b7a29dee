import { describe, expect, test } from "vitest";
import { ShapeError } from "../../error.js";
import { evaluate } from "../evaluate.js";
import { grad, vjp } from "../grad.js";
import { add, matmul, sum, tanh } from "../ops/index.gen.js";
import { compile, numbers, value } from "../session.js";
import { constant, type Tensor } from "../tensor.js";
import { TensorProto_DataType as Type } from "./gen/onnx_pb.js";
import { importOnnx } from "./importOnnx.js";
import { info } from "./info.js";
import { floats, modelBytes, node, port } from "./testing.js";
import { toOnnx } from "./toOnnx.js";

const distance = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));
const list = async (x: Tensor) => [...(await evaluate(x)).data];

/** y = tanh(x · w + b), w and b initializers. */
const layer = modelBytes({
  node: [node("MatMul", ["x", "w"], "xw"), node("Add", ["xw", "b"], "z"), node("Tanh", ["z"], "y")],
  input: [port("x", ["batch size", 2])],
  output: [port("y", [undefined, 2])],
  initializer: [floats("w", [2, 2], [1, 2, 3, 4]), floats("b", [2], [0.5, -0.5])],
});

describe("a foreign model", () => {
  test("says what it takes, gives and has learned", () => {
    const { inputs, outputs, parameters } = importOnnx(layer);
    expect(inputs).toEqual({ x: { type: "f32", dtype: "f32", shape: ["x_0", 2] } });
    expect(outputs).toEqual(["y"]);
    expect(Object.entries(parameters).map(([name, { shape }]) => [name, shape])).toEqual([
      ["w", [2, 2]],
      ["b", [2]],
    ]);
  });

  test("is a function of tensors, and inside a larger one", async () => {
    const { call } = importOnnx(layer);
    const x = constant([0.1, -0.2], [1, 2]);
    const want = [Math.tanh(0.1 - 0.6 + 0.5), Math.tanh(0.2 - 0.8 - 0.5)];
    expect(distance(await list(call({ x }).y!), want)).toBeLessThan(1e-6);
    const twice = call({ x: call({ x }).y! }).y!;
    expect(twice.shape).toEqual([1, 2]);
  });

  test("is differentiated by inputs and by parameters", async () => {
    const { call, parameters } = importOnnx(layer);
    const x = constant([0.1, -0.2], [1, 2]);
    const loss = (p: { x: Tensor; w: Tensor; b: Tensor }) => sum(call(p).y!);
    const { w, b } = parameters as { w: Tensor; b: Tensor };
    const theirs = grad(loss)({ x, w, b });
    const mine = grad((p: { x: Tensor; w: Tensor; b: Tensor }) => sum(tanh(add(matmul(p.x, p.w), p.b))))({ x, w, b });
    for (const name of ["x", "w", "b"] as const) {
      const [got, want] = [await list(theirs[name]), await list(mine[name])];
      expect(distance(got, want)).toBeLessThan(1e-6);
      expect(got.some((each) => Math.abs(each) > 0.1)).toBe(true);
    }
  });

  test("keeps the derivative by constants that it is called on", async () => {
    const square = modelBytes({
      node: [node("Mul", ["x", "x"], "y")],
      input: [port("x", [2])],
      output: [port("y", [2])],
    });
    const x = constant([3, -5], [2]);
    const [slope] = vjp([sum(importOnnx(square).call({ x }).y!)], [x], [constant(1)]);
    expect(await list(slope!)).toEqual([6, -10]);
  });

  test("is exported again, for every size of its open dimensions", async () => {
    const bytes = toOnnx(importOnnx(layer).graph());
    expect(info(bytes).inputs).toEqual([{ name: "x", dtype: "f32", shape: ["x_0", 2] }]);
    const session = await compile(importOnnx(bytes).graph());
    for (const n of [1, 3]) {
      const { y } = await session.run({ x: value(new Float32Array(2 * n), [n, 2], "f32") });
      expect(y!.shape).toEqual([n, 2]);
      expect(numbers(y!).data[0]).toBeCloseTo(Math.tanh(0.5), 6);
    }
    await session.close();
  });

  test("refuses inputs that do not fit", () => {
    const { call } = importOnnx(layer);
    expect(() => call({})).toThrow(new ShapeError('onnx: input "x"', { expected: "f32 [x_0, 2]", got: "none" }));
    expect(() => call({ x: constant([1, 2, 3], [1, 3]) })).toThrow("expected f32 [x_0, 2], got f32 [1, 3]");
    expect(() => call({ x: constant([1, 2], [1, 2], "i64") })).toThrow("got i64 [1, 2]");
    const x = constant([1, 2], [1, 2]);
    expect(() => call({ x, z: x })).toThrow('expected inputs and initializers of the model, got "z"');
    expect(() => call({ x, w: x })).toThrow('onnx: input "w": expected f32 [2, 2], got f32 [1, 2]');
  });

  test("says which node cannot become ours, and why", () => {
    const reshape = modelBytes({
      node: [node("Reshape", ["x", "shape"], "y")],
      input: [port("x", [6]), port("shape", [2], Type.INT64)],
      output: [port("y", [undefined, undefined])],
    });
    const foreign = importOnnx(reshape);
    expect(() => foreign.graph()).toThrow(
      'onnx: Reshape: expected a constant as input 2, "shape", got a value that the running graph makes.',
    );
    const fixed = foreign.graph({ shape: constant([2, 3], [2], "i64") });
    expect(fixed.inputs.length).toBe(1);
    expect(fixed.outputs.y!.shape).toEqual([2, 3]);
    expect(() => foreign.graph({ shape: constant([2, 4], [2], "i64") })).toThrow("onnx: Reshape: expected 6 elements");
  });
});
