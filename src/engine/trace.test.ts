import { describe, expect, test } from "vitest";
import { InputError, ShapeError } from "../error.js";
import { add, concat, matmul, mul, neg, reshape } from "./ops/index.gen.js";
import { constant, f32, i64, type Tensor } from "./tensor.js";
import { leaves, mapTree, type Tree, trace } from "./trace.js";

const shapeOf = (tensor: Tensor | undefined) => tensor?.shape;

describe("dimensions", () => {
  test("one name is one size", () => {
    const { outputs } = trace(({ x, y }) => add(x, y), { x: f32("B", 3), y: f32("B", 1) });
    expect(shapeOf(outputs.output)).toEqual(["B", 3]);
  });

  test("two names are two sizes", () => {
    const run = () => trace(({ x, y }) => add(x, y), { x: f32("B", 3), y: f32("C", 3) });
    expect(run).toThrow(ShapeError);
    expect(run).toThrow("add: expected shapes that broadcast, got [B, 3], [C, 3].");
    expect(() => trace(({ x, y }) => matmul(x, y), { x: f32(2, "k"), y: f32("n", 2) })).toThrow(ShapeError);
  });

  test("sizes are computed from names", () => {
    const { outputs } = trace(({ x, y }) => reshape(concat([x, y], 0), [-1]), { x: f32("a", 3), y: f32("b", 3) });
    expect(shapeOf(outputs.output)).toEqual(["3*a + 3*b"]);
  });

  test.each([-1, 1.5, Number.NaN, "", "2", "a b", "B*2", "floor((H)/2)"])("%j is neither a size nor a name", (dim) => {
    const run = () => trace(({ x }) => x, { x: f32(dim) });
    expect(run).toThrow(ShapeError);
    expect(run).toThrow(`trace: expected whole sizes or plain names for x, got ${JSON.stringify(dim)}.`);
  });

  test("0 is a size", () => {
    expect(shapeOf(trace(({ x }) => neg(x), { x: f32(0, 3) }).outputs.output)).toEqual([0, 3]);
  });
});

describe("results", () => {
  test("are named by their paths; a tensor alone is output", () => {
    const graph = trace(({ x }) => ({ a: x, b: [neg(x), { c: mul(x, 2) }] }), { x: f32() });
    expect(Object.keys(graph.outputs)).toEqual(["a", "b.0", "b.1.c"]);
    expect(Object.keys(trace(({ x }) => x, { x: f32() }).outputs)).toEqual(["output"]);
  });

  test("of one path are refused", () => {
    const run = () => trace(({ x }) => ({ "a.b": x, a: { b: neg(x) } }), { x: f32() });
    expect(run).toThrow(InputError);
    expect(run).toThrow('trace: expected results of different paths, got two named "a.b".');
  });

  test.each([undefined, null, 5, "text", { a: { b: 5 } }])("%j is no result", (tree) => {
    expect(() => trace(() => tree as unknown as Tree, {})).toThrow(InputError);
    expect(() => trace(() => tree as unknown as Tree, {})).toThrow(
      "expected a tensor, or a record or list of them, got",
    );
  });

  test("inputs keep their order, unused ones too", () => {
    const { inputs } = trace(({ b }) => b, { a: f32(), b: i64(2), c: f32() });
    expect(inputs.map((x) => [x.attributes.name, x.dtype])).toEqual([
      ["a", "f32"],
      ["b", "i64"],
      ["c", "f32"],
    ]);
  });
});

test("a tree keeps its structure under a change of its tensors", () => {
  const tree = { w: constant(1), layers: [{ b: constant(2) }, [constant(3)]], none: [] };
  const paths: string[] = [];
  const changed = mapTree(tree as Tree, (x, path) => {
    paths.push(path);
    return neg(x);
  });
  expect(paths).toEqual(["w", "layers.0.b", "layers.1.0"]);
  expect(leaves(changed).map(([path, x]) => [path, x.rule.name])).toEqual(paths.map((path) => [path, "neg"]));
  expect(changed).toMatchObject({ layers: [{}, [{}]], none: [] });
});
