import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { checkpoint } from "./checkpoint.js";
import { evaluate } from "./evaluate.js";
import { grad, gradients, hvp } from "./grad.js";
import { count } from "./nd.js";
import { decode } from "./onnx/info.js";
import { toOnnx } from "./onnx/toOnnx.js";
import { add, exp, matmul, mul, sin, square, sum, tanh } from "./ops/index.gen.js";
import { scan } from "./scan.js";
import { compile, numbers, value } from "./session.js";
import { constant, f32, type Tensor } from "./tensor.js";
import { difference } from "./testing.js";
import { trace } from "./trace.js";
import { vmap } from "./vmap.js";

const random = (tag: number, ...shape: number[]) => constant(normal(key(tag), count(shape)), shape);
type Wrap = <Args extends readonly Tensor[]>(fn: (...args: Args) => Tensor) => (...args: Args) => Tensor;
const plain: Wrap = (fn) => fn;

/** Two blocks that use a weight as argument and one from around them. */
const network = (wrap: Wrap) => (x: Tensor, w: Tensor, v: Tensor) => {
  const block = (h: Tensor, w: Tensor) => tanh(add(matmul(sin(matmul(h, w)), v), h));
  return sum(square(wrap(block)(wrap(block)(x, w), w)));
};
const args = [random(1, 2, 3), random(2, 3, 3), random(3, 3, 3)] as const;

describe("a checkpoint changes no number", () => {
  test("of values, gradients and second derivatives", async () => {
    const all = (wrap: Wrap) => {
      const fn = network(wrap);
      const y = fn(...args);
      return [
        y,
        ...gradients(y, args),
        ...args.map((x, i) => hvp((each: Tensor) => fn(...(args.with(i, each) as unknown as typeof args)))(x, x)),
      ];
    };
    const found = await evaluate([...all(plain), ...all(checkpoint)], { precision: "f64" });
    const half = found.length / 2;
    for (let i = 0; i < half; i++) expect(difference(found[half + i]!, found[i]!)).toBeLessThan(1e-12);
  });
  test("in one another, in loops, and mapped", async () => {
    const nested = (wrap: Wrap) => (x: Tensor) =>
      sum(wrap((y: Tensor) => mul(wrap((z: Tensor) => sin(mul(z, z)))(y), exp(y)))(x));
    const inLoop = (wrap: Wrap) => (x: Tensor) =>
      scan((s: Tensor, each: Tensor) => [wrap((s: Tensor) => sin(mul(s, each)))(s), s], constant(1), x, {
        unroll: 0,
      })[0];
    const mapped = (wrap: Wrap) => (x: Tensor) => sum(vmap(grad(nested(wrap)))(mul(x, constant([1, 2], [2, 1]))));
    const x = random(4, 3);
    for (const make of [nested, inLoop, mapped]) {
      const [a, b] = await evaluate([grad(make(plain))(x), grad(make(checkpoint))(x)], { precision: "f64" });
      expect(difference(a!, b!)).toBeLessThan(1e-12);
    }
  });
  test("of trees", async () => {
    const both = checkpoint(({ a, b }: { a: Tensor; b: Tensor }) => ({ sum: add(a, b), products: [mul(a, b)] }));
    const [a, b] = [constant([1, 2], [2]), constant([3, 4], [2])];
    const { sum: s, products } = both({ a, b });
    const found = await evaluate([s, products[0]!, ...gradients(sum(mul(s, products[0]!)), [a, b])]);
    expect(found.map(({ data }) => [...data])).toEqual([
      [4, 6],
      [3, 8],
      [15, 32],
      [7, 20],
    ]);
  });
});

/** How often the value and gradient's model computes a sine of the arguments of the blocks. */
function sines(wrap: Wrap): number {
  const graph = trace(
    ({ x, w, v }) => {
      const y = network(wrap)(x, w, v);
      return { y, g: gradients(y, [w])[0]! };
    },
    { x: f32("B", 3), w: f32(3, 3), v: f32(3, 3) },
  );
  return decode(toOnnx(graph)).graph!.node.filter(({ opType }) => opType === "Sin").length;
}

test("what is inside is computed once more, which no simplification undoes", () => {
  expect(sines(plain)).toBe(2);
  expect(sines(checkpoint)).toBe(4);
});

test("each block is computed again only when the gradient has come to it, and its weights' gradients right then", () => {
  const count = 4;
  const names = Array.from({ length: count }, (_, i) => `w${i}`);
  const graph = trace(
    (x: Readonly<Record<string, Tensor>>) => {
      const ws = names.map((name) => x[name]!);
      const h = ws.reduce((h, w) => checkpoint((h: Tensor) => sin(matmul(tanh(h), w)))(h), x.x!);
      return Object.fromEntries(gradients(sum(square(h)), ws).map((g, i) => [`g${i}`, g]));
    },
    Object.fromEntries(["x", ...names].map((name) => [name, f32(3, 3)])),
  );
  const { node } = decode(toOnnx(graph)).graph!;
  const placeOf = (result: string) => node.findIndex(({ output }) => output.includes(result));
  const waits = node.flatMap(({ opType, attribute }, i) =>
    opType === "Reshape" && attribute.some(({ name }) => name === "allowzero") ? [i] : [],
  );
  expect(waits.length).toBe(count);
  // Between two blocks' second evaluations lies the gradient by the later block's weights.
  const places = names.map((_, i) => placeOf(`g${i}`));
  expect(places).toEqual([...places].sort((a, b) => b - a));
  for (let i = 1; i < count; i++) expect(waits[i]).toBeGreaterThan(places[count - i]!);
});

test("a gradient that is not a number does no harm to what is computed again", async () => {
  const graph = trace(({ x, g }) => gradients(sum(mul(checkpoint((y: Tensor) => sin(sin(y)))(x), g)), [x])[0]!, {
    x: f32("n"),
    g: f32("n"),
  });
  const session = await compile(graph, { threads: 1 });
  const run = async (g: number[]) => {
    const x = g.map((_, i) => i);
    const feeds = { x: value(x, [x.length], "f32"), g: value(g, [g.length], "f32") };
    return [...numbers((await session.run(feeds)).output!).data];
  };
  const slope = (x: number) => Math.cos(Math.sin(x)) * Math.cos(x);
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1]) {
    const found = await run([wrong, 1, 2]);
    expect(found[0]).toEqual(wrong);
    expect(found[1]).toBeCloseTo(slope(1), 6);
    expect(found[2]).toBeCloseTo(2 * slope(2), 6);
  }
  expect(await run([])).toEqual([]);
  await session.close();
});
