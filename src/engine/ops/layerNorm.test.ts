import { describe, expect, test } from "vitest";
import { key, normal } from "../../random.js";
import { evaluate } from "../evaluate.js";
import { gradients } from "../grad.js";
import { compile, numbers, value } from "../session.js";
import { simplify } from "../simplify.js";
import { constant, f32, isConstant, type Tensor } from "../tensor.js";
import { difference } from "../testing.js";
import { trace } from "../trace.js";
import { layerNorm } from "./layerNorm.js";
import { mul } from "./mul.js";
import { rmsNorm } from "./rmsNorm.js";
import { sin } from "./sin.js";
import { square } from "./square.js";
import { sum } from "./sum.js";

const tensor = (seed: number, shape: number[]) =>
  constant(
    normal(
      key(seed),
      shape.reduce((a, b) => a * b),
    ),
    shape,
  );

describe.each([
  ["layerNorm", (x: Tensor, s: Tensor, b: Tensor) => layerNorm(x, s, b)],
  ["rmsNorm", (x: Tensor, s: Tensor) => rmsNorm(x, s)],
] as const)("%s", (_, rule) => {
  const slopes = (x: Tensor, s: Tensor, b: Tensor) => {
    const first = gradients(sum(sin(rule(x, s, b))), [x, s]);
    return [...first, ...gradients(sum(square(first[0]!)), [x, s])];
  };
  const [x, s, b] = [tensor(1, [3, 5]), tensor(2, [5]), tensor(3, [5])];

  // In f64 the op is lowered, so the laws do not see the derivative's use of ONNX's own mean and deviation.
  test("both derivatives in f32 are those in f64", async () => {
    const want = await evaluate(slopes(x, s, b), { precision: "f64" });
    const got = await evaluate(slopes(x, s, b));
    for (const [i, each] of got.entries()) expect(difference(each, want[i]!)).toBeLessThan(1e-5);
  });
  test("both derivatives with named dimensions", async () => {
    const want = await evaluate(slopes(x, s, b));
    const types = { x: f32("rows", "width"), s: f32("width"), b: f32("width") };
    const session = await compile(trace((each) => [...slopes(each.x, each.s, each.b), each.b], types));
    const feed = ({ attributes, shape }: Tensor) => value(attributes.data as Float64Array, shape as number[], "f32");
    const got = await session.run({ x: feed(x), s: feed(s), b: feed(b) });
    for (const [i, each] of want.entries()) expect(difference(numbers(got[i]!), each)).toBeLessThan(1e-5);
    await session.close();
  });
  test("of constants it is a constant", async () => {
    const { outputs } = simplify({ inputs: [], outputs: Object.fromEntries(slopes(x, s, b).entries()) });
    const want = await evaluate(slopes(x, s, b), { precision: "f64" });
    want.forEach((each, i) => {
      expect(isConstant(outputs[i]!)).toBe(true);
      const data = outputs[i]!.attributes.data as Float64Array;
      expect(difference({ shape: each.shape, data }, each)).toBeLessThan(1e-12);
    });
  });
});

test("a mean far from 0 costs no precision", async () => {
  const x = constant(
    normal(key(4), 64).map((each) => Math.fround(1000 + each)),
    [64],
  );
  const want = await evaluate(layerNorm(x), { precision: "f64" });
  expect(difference(await evaluate(layerNorm(x)), want)).toBeLessThan(2e-4); // 1000 · 2⁻²⁴ an element
});

test("weights of another shape", () => {
  const x = constant([1, 2], [1, 2]);
  expect(() => layerNorm(x, mul(x, 1))).toThrow(
    "layerNorm: expected scale and bias of shape [2], that of the normalized axes, got [1, 2].",
  );
});
