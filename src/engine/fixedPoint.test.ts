import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { evaluate } from "./evaluate.js";
import { fixedPoint } from "./fixedPoint.js";
import { grad, gradients, hvp } from "./grad.js";
import { topological } from "./graph.js";
import { count } from "./nd.js";
import { add, div, matmul, mul, sqrt, square, sum, tanh } from "./ops/index.gen.js";
import { scan } from "./scan.js";
import { constant, type Tensor } from "./tensor.js";
import { difference } from "./testing.js";
import { vmap } from "./vmap.js";

const random = (tag: number, scale: number, ...shape: number[]) =>
  constant(
    normal(key(tag), count(shape)).map((x) => scale * x),
    shape,
  );

/** Newton's (Heron's) iteration for √a, whose derivative vanishes at the point. */
const root = (a: Tensor, options = {}) =>
  fixedPoint((x: Tensor) => mul(add(x, div(a, x)), 0.5), constant(new Float64Array(3).fill(1), [3]), options);
const a = constant([2, 0.5, 9], [3]);

describe.each([{ steps: 12 }, { steps: 40 }, { tolerance: 1e-12 }])("a square root with %j", (options) => {
  test("is one, with its derivatives", async () => {
    const fn = (a: Tensor) => sum(square(sum(root(a, options))));
    const want = (a: Tensor) => sum(square(sum(sqrt(a))));
    const found = await evaluate(
      [root(a, options), sqrt(a), grad(fn)(a), grad(want)(a), hvp(fn)(a, a), hvp(want)(a, a)],
      { precision: "f64" },
    );
    for (const i of [0, 2, 4]) expect(difference(found[i]!, found[i + 1]!)).toBeLessThan(1e-12);
  });
});

const [w, b, start] = [random(1, 0.3, 3, 3), random(2, 1, 3), constant(new Float64Array(6), [2, 3])];
const step =
  (w: Tensor, b: Tensor) =>
  ({ h, g }: { h: Tensor; g: Tensor }) => ({ g: mul(h, 0.5), h: tanh(add(add(matmul(h, w), b), mul(g, 0.3))) });
const loss = ({ h, g }: { h: Tensor; g: Tensor }) => sum(square(add(h, g)));

test("derivatives are those of many steps, of any order and of several tensors", async () => {
  const implicit = (w: Tensor) => loss(fixedPoint(step(w, b), { h: start, g: start }, { steps: 80 }));
  const explicit = (w: Tensor) =>
    loss(
      scan((s: { h: Tensor; g: Tensor }) => [step(w, b)(s), []], { h: start, g: start }, undefined, { length: 80 })[0],
    );
  const all = (fn: (w: Tensor) => Tensor) => [fn(w), grad(fn)(w), hvp(fn)(w, w)];
  const found = await evaluate([...all(implicit), ...all(explicit)], { precision: "f64" });
  for (let i = 0; i < 3; i++) expect(difference(found[i]!, found[3 + i]!)).toBeLessThan(1e-11);
});

test("derivatives keep no steps: they have no node of the forward loop's states", () => {
  const y = loss(fixedPoint(step(w, b), { h: start, g: start }, { steps: 80 }));
  const [g] = gradients(y, [w]);
  const stacked = topological([g!]).filter(({ rule, shape }) => rule.name === "result" && shape[0] === 80);
  expect(stacked).toEqual([]);
});

test("many are solved side by side", async () => {
  const fn = (b: Tensor) => loss(fixedPoint(step(w, b), { h: start, g: start }, { steps: 60 }));
  const bs = random(5, 1, 2, 3);
  const each = [0, 1].map((i) => constant((bs.attributes.data as Float64Array).slice(3 * i, 3 * i + 3), [3]));
  const found = await evaluate([vmap(grad(fn))(bs), ...each.map((b) => grad(fn)(b))], { precision: "f64" });
  expect(
    difference(found[0]!, { shape: [], data: Float64Array.from([...found[1]!.data, ...found[2]!.data]) }),
  ).toBeLessThan(1e-11);
});

test("what does not fit is said", () => {
  const whole = constant([1], [1], "i64");
  expect(() => fixedPoint((x) => x, whole)).toThrow(
    "fixedPoint: expected a state of floats, steps ≥ 1, got i64, 100 steps.",
  );
  expect(() => fixedPoint((x) => sum(x), a)).toThrow("fixedPoint: expected a next state of f32 [3], got f32 [].");
});
