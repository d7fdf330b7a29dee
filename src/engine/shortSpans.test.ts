import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { evaluate } from "./evaluate.js";
import { count, type Nd } from "./nd.js";
import { emit } from "./onnx/emit.js";
import { toOnnx } from "./onnx/toOnnx.js";
import { add, div, matmul, mul, sub } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { constant, f32, type Tensor } from "./tensor.js";
import { difference } from "./testing.js";
import { trace } from "./trace.js";

// At least 0.5 from 0, for div.
const drawn = (shape: readonly number[], seed: number): Nd => ({
  shape,
  data: normal(key(seed), count(shape)).map((each) => each + Math.sign(each) / 2),
});

describe.each([add, sub, mul, div])("$name of few columns agrees with f64", (rule) => {
  const shapes: [number[], number[]][] = [
    [
      [300, 3],
      [300, 1],
    ],
    [
      [300, 1],
      [300, 3],
    ],
    [[300, 3], [3]],
    [[3], [20, 15, 3]],
    [[300, 1], [3]],
    [
      [1, 1, 8],
      [20, 15, 1],
    ],
    [
      [20, 15, 3],
      [15, 1],
    ],
    [
      [307, 3],
      [1, 3],
    ],
    [
      [300, 3],
      [300, 3],
    ],
  ];
  test.each(shapes)("%j, %j", async (a, b) => {
    const y = rule(...([drawn(a, 1), drawn(b, 2)].map((x) => constant(x.data, x.shape)) as [Tensor, Tensor]));
    // A product of constants would be known before the run.
    const session = await compile(trace(({ x, y }) => rule(x!, y!), { x: f32(...a), y: f32(...b) }));
    const found = await session.run({ x: value(drawn(a, 1).data, a, "f32"), y: value(drawn(b, 2).data, b, "f32") });
    await session.close();
    expect(difference(numbers(found.output!), await evaluate(y, { precision: "f64" }))).toBeLessThan(1e-6);
  });

  test("with a named number of rows, and in place of a bias", async () => {
    const [x, r, w] = [drawn([300, 3], 3), drawn([300, 1], 4), drawn([3, 3], 5)];
    const graph = trace(({ x, r, w }) => rule(rule(matmul(x!, w!), drawnRow), r!), {
      x: f32("n", 3),
      r: f32("n", 1),
      w: f32(3, 3),
    });
    const [single, double] = await Promise.all(
      (["f32", "f64"] as const).map(async (precision) => {
        const session = await compile(graph, { precision });
        const feeds = Object.entries({ x, r, w }).map(([name, each]) => [
          name,
          value(each.data, each.shape, precision),
        ]);
        const { output } = await session.run(Object.fromEntries(feeds));
        await session.close();
        return numbers(output!);
      }),
    );
    expect(difference(single!, double!)).toBeLessThan(1e-6);
  });
});

const drawnRow = constant([1, -2, 3], [3]);

test("a file for others has no product with ones", () => {
  const graph = trace(({ x, y }) => mul(x!, y!), { x: f32("n", 3), y: f32("n", 1) });
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  expect(text(emit(graph))).toContain("MatMul");
  expect(text(toOnnx(graph))).not.toContain("MatMul");
});
