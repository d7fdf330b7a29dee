import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { gradients } from "./grad.js";
import { emit } from "./onnx/emit.js";
import { layerNorm, mul, sin, square, sum } from "./ops/index.gen.js";
import { rowBlocks } from "./rowBlocks.js";
import { compile, numbers, value } from "./session.js";
import { f32, type Tensor } from "./tensor.js";
import { difference } from "./testing.js";
import { trace } from "./trace.js";

const [a, b, width] = [32, 32, 512];

/** The rule's first and second derivatives by all inputs. */
const slopes = (rule: (x: Tensor, scale: Tensor, bias: Tensor) => Tensor) => (inputs: Record<string, Tensor>) => {
  const { x, scale, bias, g } = inputs as Record<"x" | "scale" | "bias" | "g", Tensor>;
  const all = [x, scale, bias];
  const first = gradients(sum(mul(sin(rule(x, scale, bias)), g)), all);
  return [...first, ...gradients(sum(square(first[0]!)), all)];
};

describe.each([
  ["layerNorm", ["f64", "f32"], (x: Tensor, scale: Tensor, bias: Tensor) => layerNorm(x, scale, bias)],
] as const)("%s in blocks", (_, precisions, rule) => {
  const graphs = [
    { x: f32(a, b, width), g: f32(a, b, width), scale: f32(width), bias: f32(width) },
    { x: f32("a", "b", width), g: f32("a", "b", width), scale: f32(width), bias: f32(width) },
  ].map((types) => trace(slopes(rule), types));

  test("is used where sizes are known", () =>
    expect(graphs.map((graph) => new TextDecoder().decode(emit(graph)).includes("Scan"))).toEqual([true, false]));

  test.each(precisions)("has the derivatives of all at once in %s", async (precision) => {
    const drawn = (name: string, shape: number[], i: number) => {
      const count = shape.reduce((x, y) => x * y);
      return [name, value(normal(key(i), count), shape, precision)] as const;
    };
    const shapes = { x: [a, b, width], g: [a, b, width], scale: [width], bias: [width] };
    const feeds = Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => drawn(name, shape, i)));
    const [blocked, whole] = await Promise.all(
      graphs.map(async (graph) => {
        const session = await compile(graph, { precision });
        const found = await session.run(feeds);
        await session.close();
        return session.outputs.map((name) => numbers(found[name]!));
      }),
    );
    for (const [i, each] of whole!.entries())
      expect(difference(blocked![i]!, each), `derivative ${i}`).toBeLessThan(precision === "f64" ? 1e-12 : 1e-4);
  });
});

test("rows are cut into blocks where they are many and known", () => {
  expect(rowBlocks(4096, 256)).toEqual([32, 128]);
  expect(rowBlocks(1000, 64)).toBeUndefined();
  expect(rowBlocks("n", 256)).toBeUndefined();
  expect(rowBlocks(4099, 256)).toBeUndefined(); // a prime
});
