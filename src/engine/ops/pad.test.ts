import { expect, test } from "vitest";
import { key, normal } from "../../random.js";
import { count, type Nd } from "../nd.js";
import { emit } from "../onnx/emit.js";
import { compile, numbers, value } from "../session.js";
import { f32 } from "../tensor.js";
import { trace } from "../trace.js";
import { type Padding, pad } from "./pad.js";

const none: Padding = [0, 0];

test.each<[readonly number[], readonly Padding[], number, string]>([
  [[40, 30, 4], [none, [2, -1], none], 0, "rows in the last axis but one"],
  [[3, 20, 30, 4], [none, [-3, 1], none, none], 7, "planes"],
  [[3, 20, 30, 4], [[1, 0], none, [0, 2], none], -1, "the first axis too"],
  [[1100, 2], [[0, 1], none], 0, "the first axis alone"],
  [[40, 30, 2], [[-2, -3], none, none], 0, "crops"],
  [[40, 30, 4], [none, none, [1, 2]], 3, "the last axis"],
])("many rows: %j by %j of %f, %s", async (shape, padding, filling) => {
  const x: Nd = { shape, data: normal(key(1), count(shape)) };
  const graph = trace(({ x }) => pad(x!, padding, filling), { x: f32(...shape) });
  const session = await compile(graph, { threads: 1 });
  const { output } = await session.run({ x: value(x.data, shape, "f32") });
  await session.close();
  const rounded = { shape, data: Float64Array.from(Float32Array.from(x.data)) };
  const want = pad.reference!([rounded], { padding, value: filling } as never, output!.shape);
  expect(numbers(output!)).toEqual({ shape: want.shape, data: Float64Array.from(want.data) });
});

test("axes behind the padded one are joined where the rows are many", () => {
  const nodes = (shape: readonly number[], isPlain: boolean) => {
    const graph = trace(({ x }) => pad(x!, [none, [1, -1], none]), { x: f32(...shape) });
    return (
      Buffer.from(emit(graph, { isPlain }))
        .toString("latin1")
        .match(/Reshape_\d/g)?.length ?? 0
    );
  };
  expect(nodes([40, 30, 4], false)).toBeGreaterThan(0);
  expect(nodes([40, 30, 4], true)).toBe(0);
  expect(nodes([40, 3, 4], false)).toBe(0);
});
