import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { grad, gradients, hvp } from "./grad.js";
import { type OdeOptions, odePath, odeSolve, type SolveOptions, tableaus } from "./odeSolve.js";
import { add, cos, exp, mul, neg, square, sub, sum, tanh } from "./ops/index.gen.js";
import { constant, type Tensor } from "./tensor.js";
import { centralDifference, difference } from "./testing.js";
import { vmap } from "./vmap.js";

const methods = [
  ["rk4", 4],
  ["dormandPrince", 5],
] as const;

describe.each(methods)("%s", (method, order) => {
  test("meets the order conditions of its quadrature", () => {
    const { stages, weights } = tableaus[method];
    const places = [0, ...stages.map((row) => row.reduce((a, b) => a + b, 0))];
    for (let power = 0; power < order; power++) {
      const integral = weights.reduce((total, weight, i) => total + weight * places[i]! ** power, 0);
      expect(integral).toBeCloseTo(1 / (power + 1), 13);
    }
  });
  test("has its order of error", async () => {
    // y' = y cos t has the solution y₀ exp(sin t).
    const at = (steps: number) =>
      odeSolve((y: Tensor, t: Tensor) => mul(y, cos(t)), constant(1), { from: 0, to: 2, steps, method });
    const [coarse, fine] = await evaluate([at(20), at(40)], { precision: "f64" });
    const errors = [coarse!, fine!].map(({ data }) => Math.abs(data[0]! - Math.exp(Math.sin(2))));
    expect(Math.log2(errors[0]! / errors[1]!)).toBeGreaterThan(order - 0.3);
    expect(errors[1]).toBeLessThan(2e-6);
  });
});

/** A damped oscillator in position and velocity with a force that depends on time. */
const field =
  (k: Tensor) =>
  ({ x, v }: { x: Tensor; v: Tensor }, t: Tensor) => ({ x: v, v: sub(neg(mul(tanh(x), k)), mul(v, mul(cos(t), 0.1))) });
const start = { x: constant([1, 0.5], [2]), v: constant([0, -1], [2]) };
const k = constant([1.5, 0.7], [2]);
const energy = ({ x, v }: { x: Tensor; v: Tensor }) => add(sum(mul(square(x), x)), sum(exp(v)));

const lossOf =
  (options: SolveOptions) =>
  (k: Tensor, s: typeof start = start, from: Tensor = constant(0.2), to: Tensor = constant(1.7)) =>
    energy(odeSolve(field(k), s, { from, to, ...options }));

test("derivatives through steps agree with differences", async () => {
  const loss = lossOf({ steps: 30 });
  const numeric = await centralDifference((h) =>
    evaluate(loss(constant([1.5 + h, 0.7 - 2 * h], [2])), { precision: "f64" }),
  );
  const [g] = await evaluate([grad(loss)(k)], { precision: "f64" });
  expect(g!.data[0]! - 2 * g!.data[1]!).toBeCloseTo(numeric.data[0]!, 9);
});

test("the adjoint's derivatives approach those of the steps at the method's order", async () => {
  const [from, to] = [constant(0.2), constant(1.7)];
  const all = (options: SolveOptions) => {
    const y = lossOf(options)(k, start, from, to);
    return gradients(y, [k, start.x, start.v, from, to]);
  };
  const error = async (steps: number, method: "rk4" | "dormandPrince") => {
    const found = await evaluate(
      [...all({ steps, method, derivative: "adjoint" }), ...all({ steps: 40, method: "dormandPrince" })],
      { precision: "f64" },
    );
    return Math.max(...found.slice(0, 5).map((each, i) => difference(each, found[5 + i]!)));
  };
  expect(await error(24, "dormandPrince")).toBeLessThan(1e-7);
  const [coarse, fine] = [await error(6, "rk4"), await error(12, "rk4")];
  expect(fine).toBeLessThan(1e-4);
  expect(coarse / fine).toBeGreaterThan(2 ** 3.5);
});

test("the adjoint is differentiated again", async () => {
  const [a, b] = await evaluate(
    [
      hvp(lossOf({ steps: 24, method: "dormandPrince", derivative: "adjoint" }))(k, k),
      hvp(lossOf({ steps: 24, method: "dormandPrince" }))(k, k),
    ],
    { precision: "f64" },
  );
  expect(difference(a!, b!)).toBeLessThan(1e-6);
});

test("the path has a state a step, and goes backwards too", async () => {
  const options: OdeOptions = { steps: 20, from: 0.5, to: -1 };
  const { x } = odePath(field(k), start, options);
  const found = await evaluate(
    [
      x,
      odeSolve(field(k), start, options).x,
      odeSolve(field(k), odeSolve(field(k), start, options), { steps: 20, from: -1, to: 0.5 }).x,
    ],
    { precision: "f64" },
  );
  expect(found[0]!.shape).toEqual([20, 2]);
  expect([...found[0]!.data.slice(-2)]).toEqual([...found[1]!.data]);
  expect(difference(found[2]!, { shape: [2], data: Float64Array.of(1, 0.5) })).toBeLessThan(1e-6);
});

test.each(["steps", "adjoint"] as const)("gradients are mapped (%s)", async (derivative) => {
  const fn = (k: Tensor) => grad(lossOf({ steps: 18, derivative }))(k);
  const ks = constant([1.5, 0.7, 0.3, 2], [2, 2]);
  const found = await evaluate([vmap(fn)(ks), fn(k), fn(constant([0.3, 2], [2]))], { precision: "f64" });
  expect(
    difference(found[0]!, { shape: [], data: Float64Array.from([...found[1]!.data, ...found[2]!.data]) }),
  ).toBeLessThan(1e-12);
});

describe("what does not fit is said", () => {
  test.each([
    [
      () => odeSolve((y) => y, constant([1], [1], "i64")),
      "odeSolve: expected a state of floats of one data type, got i64.",
    ],
    [() => odeSolve((y) => y, k, { steps: 0 }), "odeSolve: expected steps ≥ 1, got 0."],
    [() => odePath((y) => sum(y), k), "odePath: expected a next state of f32 [2], got f32 []."],
    [
      () => odeSolve((y) => y, k, { method: "euler" as "rk4" }),
      'odeSolve: expected method rk4 or dormandPrince, got "euler".',
    ],
  ])("%#", (make, text) => expect(make).toThrow(text));
});
