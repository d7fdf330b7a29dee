// What is no proper model ends in an InputError, never in a crash or a wrong graph.
import { expect, test } from "vitest";
import { InputError } from "../../error.js";
import { TensorProto_DataLocation as Location, TensorProto_DataType as Type } from "./gen/onnx_pb.js";
import { type ImportOptions, importOnnx } from "./importOnnx.js";
import { floats, type GraphInit, integers, modelBytes, node, port } from "./testing.js";

const good: GraphInit = {
  node: [node("Add", ["x", "w"], "y")],
  input: [port("x", [2])],
  output: [port("y", [2])],
  initializer: [floats("w", [2], [1, 2])],
};
const bytes = modelBytes(good);
/** A chain of If in If. */
const nested = (depth: number): GraphInit => ({
  node:
    depth === 0
      ? [node("Identity", ["x"], "out")]
      : [node("If", ["yes"], "out", { then_branch: { g: nested(depth - 1) }, else_branch: { g: nested(0) } })],
  output: [port("out", [2])],
});

type Case = readonly [title: string, bytes: Uint8Array, message: string, options?: ImportOptions];
const withNodes = (...nodes: NonNullable<GraphInit["node"]>) => modelBytes({ ...good, node: nodes });
const withWeight = (w: NonNullable<GraphInit["initializer"]>[number]) => modelBytes({ ...good, initializer: [w] });

const cases: readonly Case[] = [
  ["no bytes", new Uint8Array(), "expected an ONNX model with a graph and outputs"],
  ["text", new TextEncoder().encode("not a model at all"), "onnx: expected"],
  ["half a model", bytes.slice(0, bytes.length >> 1), "onnx: expected the bytes of an ONNX model"],
  ["too many bytes", bytes, "expected at most 10 bytes", { limits: { bytes: 10 } }],
  ["too many nodes", bytes, "expected at most 0 nodes", { limits: { nodes: 0 } }],
  ["too large a tensor", bytes, "expected a shape of at most 1 elements, got [2]", { limits: { elements: 1 } }],
  [
    "graphs nested too deeply",
    modelBytes({ ...nested(20), input: [port("x", [2]), port("yes", [], Type.BOOL)] }),
    "expected at most 16 nested graphs",
  ],
  ["no outputs", modelBytes({ ...good, output: [] }), "expected an ONNX model with a graph and outputs"],
  [
    "an unknown operator",
    withNodes(node("Frobnicate", ["x"], "y")),
    "onnx: Frobnicate: expected an operator that is imported",
  ],
  [
    "an operator of an unknown domain",
    withNodes(node("Add", ["x", "w"], "y", {}, "mine")),
    "expected an operator that is imported, got mine.Add",
  ],
  [
    "an operator named like a property of objects",
    withNodes(node("constructor", ["x"], "y")),
    "expected an operator that is imported, got constructor",
  ],
  [
    "a value that nothing makes",
    withNodes(node("Add", ["x", "v"], "y")),
    'expected values that earlier nodes make, got "v"',
  ],
  [
    "nodes out of order",
    withNodes(node("Add", ["z", "w"], "y"), node("Neg", ["x"], "z")),
    'expected values that earlier nodes make, got "z"',
  ],
  [
    "an output that nothing makes",
    withNodes(node("Neg", ["x"], "z")),
    'onnx: outputs: expected values that earlier nodes make, got "y"',
  ],
  [
    "a value made twice",
    withNodes(node("Neg", ["x"], "y"), node("Abs", ["x"], "y")),
    'expected one value a name, got "y" twice',
  ],
  ["a cycle", withNodes(node("Add", ["x", "y"], "y")), 'expected values that earlier nodes make, got "y"'],
  [
    "an initializer of too few numbers",
    withWeight(floats("w", [3], [1, 2])),
    "expected 3 elements of f32 for [3], got 2",
  ],
  [
    "an initializer of too many bytes",
    withWeight({ name: "w", dims: [2n], dataType: Type.FLOAT, rawData: new Uint8Array(12) }),
    "expected 2 elements of f32 for [2], got 3",
  ],
  [
    "an initializer of half a number",
    withWeight({ name: "w", dims: [2n], dataType: Type.FLOAT, rawData: new Uint8Array(7) }),
    "expected 2 elements of f32 for [2], got 0",
  ],
  ["a negative size", withWeight(floats("w", [-2], [1, 2])), "expected a shape of at most"],
  ["a size beyond memory", withWeight(floats("w", [2 ** 40], [1, 2])), "expected a shape of at most"],
  [
    "sizes whose product is beyond numbers",
    withWeight(floats("w", Array(40).fill(2 ** 31), [1])),
    "expected a shape of at most",
  ],
  [
    "text as an initializer",
    withWeight({ name: "w", dims: [1n], dataType: Type.STRING, stringData: [new Uint8Array(1)] }),
    "got STRING",
  ],
  ["an unknown element type", withWeight({ name: "w", dims: [1n], dataType: 99 }), "got type 99"],
  [
    "data in another file",
    withWeight({ name: "w", dims: [2n], dataType: Type.FLOAT, dataLocation: Location.EXTERNAL }),
    "expected its data in the file",
  ],
  [
    "an input without a shape",
    modelBytes({
      ...good,
      input: [{ name: "x", type: { value: { case: "tensorType", value: { elemType: Type.FLOAT } } } }],
    }),
    'onnx: input "x": expected a shape, got none',
  ],
  [
    "an input without a type",
    modelBytes({ ...good, input: [{ name: "x" }] }),
    'onnx: input "x": expected a tensor, got no type',
  ],
  ["an input of a negative size", modelBytes({ ...good, input: [port("x", [-1])] }), "expected sizes ≥ 0, got -1"],
  [
    "a sequence as an input",
    modelBytes({ ...good, input: [{ name: "x", type: { value: { case: "sequenceType", value: {} } } }] }),
    "expected a tensor, got sequenceType",
  ],
  [
    "an attribute of another type",
    withNodes(node("Concat", ["x", "w"], "y", { axis: "0" })),
    'expected attribute "axis" of type INT, got STRING',
  ],
  [
    "an attribute given twice",
    withNodes({ ...node("Concat", ["x", "w"], "y"), attribute: [{ name: "axis" }, { name: "axis" }] }),
    "expected attributes of different names",
  ],
  [
    "an axis that is not there",
    withNodes(node("Softmax", ["x"], "y", { axis: 3 })),
    "onnx: Softmax: expected an axis of −1 … 0, got 3",
  ],
  ["a missing input", withNodes(node("Add", ["x"], "y")), "onnx: Add: expected input 2, got none"],
  [
    "shapes that do not fit",
    withWeight(floats("w", [3], [1, 2, 3])),
    "onnx: Add: expected shapes that broadcast, got [2], [3]",
  ],
  [
    "data types that do not fit",
    withWeight(integers("w", [2], [1, 2])),
    "onnx: Add: expected f32 for argument 2, got i64 [2]",
  ],
  [
    "more results than there are",
    withNodes(node("Add", ["x", "w"], ["y", "z"])),
    "expected 1 results, got a name for result 2",
  ],
  [
    "a subgraph that is missing",
    modelBytes({
      ...good,
      node: [node("If", ["yes"], "y")],
      initializer: [{ name: "yes", dims: [], dataType: Type.BOOL, int32Data: [1] }],
    }),
    'expected a subgraph "then_branch", got none',
  ],
  [
    "a loop without end",
    modelBytes({
      ...good,
      node: [
        node("Loop", ["", "", "x"], "y", {
          body: {
            g: {
              node: [node("Identity", ["c"], "d"), node("Identity", ["s"], "t")],
              input: [port("i", [], Type.INT64), port("c", [], Type.BOOL), port("s", [2])],
              output: [port("d", [], Type.BOOL), port("t", [2])],
            },
          },
        }),
      ],
    }),
    "expected at most 1000 nodes",
    { limits: { nodes: 1000 } },
  ],
  [
    "a function that calls itself",
    modelBytes(good, {
      domains: ["own"],
      functions: [{ name: "f", domain: "own", input: ["a"], output: ["b"], node: [node("f", ["a"], "b", {}, "own")] }],
    }),
    "expected functions that end, got own.f in own.f",
  ],
];

test.each(cases.map(([title, model, message, options]) => ({ title, model, message, options })))("$title", (each) => {
  const { model, message, options } = each;
  const run = () => importOnnx(model, options).graph();
  expect(run).toThrow(InputError);
  expect(run).toThrow(message);
});

test("any cut or changed byte gives a model or an InputError", () => {
  for (let i = 0; i < bytes.length; i++) {
    for (const change of [0x00, 0x7f, 0xff]) {
      const broken = bytes.slice();
      broken[i] = change;
      for (const each of [broken, bytes.slice(0, i)]) {
        try {
          importOnnx(each).graph();
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }
    }
  }
});
