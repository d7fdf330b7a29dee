import { describe, expect, test } from "vitest";
import { ShapeError } from "../error.js";
import { fold, key, normal, uniform } from "../random.js";
import { customVjp } from "./customVjp.js";
import { evaluate } from "./evaluate.js";
import { grad, gradients, hvp, jvp, valueAndGrad, vjp } from "./grad.js";
import { substitute } from "./graph.js";
import type { Nd } from "./nd.js";
import {
  add,
  exp,
  floor,
  matmul,
  mul,
  neg,
  sin,
  stopGradient,
  sub,
  sum,
  transpose,
  unsqueeze,
} from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { constant, f32, input, type Tensor } from "./tensor.js";
import { centralDifference, difference } from "./testing.js";
import { trace } from "./trace.js";

const points = [-1.3, -0.2, 0.4, 1.1];
const x = constant(points, [4]);
const f64 = { precision: "f64" } as const;
const listOf = async (tensor: Tensor): Promise<number[]> => [...(await evaluate(tensor, f64)).data];
/** Within f64 round-off of a few dozen operations. */
const near = (got: readonly number[], want: readonly number[]) => {
  expect(got.length).toBe(want.length);
  for (const [i, each] of got.entries())
    expect(Math.abs(each - want[i]!)).toBeLessThan(1e-12 * Math.max(1, Math.abs(want[i]!)));
};
/** d/dx of an elementwise function, itself elementwise. */
const derivative = (fn: (x: Tensor) => Tensor) => grad((at: Tensor) => sum(fn(at)));

describe("closed forms", () => {
  test("three derivatives of a polynomial", async () => {
    const f = (t: Tensor) => add(mul(mul(t, t), mul(t, t)), mul(-2, mul(t, mul(t, t)))); // t⁴ − 2t³
    near(
      await listOf(derivative(f)(x)),
      points.map((t) => 4 * t ** 3 - 6 * t ** 2),
    );
    near(
      await listOf(derivative(derivative(f))(x)),
      points.map((t) => 12 * t ** 2 - 12 * t),
    );
    near(
      await listOf(derivative(derivative(derivative(f)))(x)),
      points.map((t) => 24 * t - 12),
    );
  });

  test("three derivatives of sin∘exp", async () => {
    const f = (t: Tensor) => sin(exp(t));
    const at = (form: (u: number) => number) => points.map((t) => form(Math.exp(t)));
    near(
      await listOf(derivative(f)(x)),
      at((u) => u * Math.cos(u)),
    );
    near(
      await listOf(derivative(derivative(f))(x)),
      at((u) => u * Math.cos(u) - u ** 2 * Math.sin(u)),
    );
    const third = derivative(derivative(derivative(f)))(x);
    near(
      await listOf(third),
      at((u) => u * Math.cos(u) - 3 * u ** 2 * Math.sin(u) - u ** 3 * Math.cos(u)),
    );
  });

  test("Hessian–vector product of a quadratic form is (A + Aᵀ)v, and of Σ t³ it is 6·t·v", async () => {
    const a = constant([1, 2, 3, 4], [2, 2]);
    const quadratic = (t: Tensor) => sum(mul(t, matmul(a, t)));
    const v = constant([5, -7], [2, 1]);
    near(await listOf(hvp(quadratic)(constant([0.3, 0.1], [2, 1]), v)), [2 * 5 - 5 * 7, 5 * 5 - 8 * 7]);
    const along = [1, -2, 3, 0.5];
    const cubic = hvp((t: Tensor) => sum(mul(t, mul(t, t))))(x, constant(along, [4]));
    near(
      await listOf(cubic),
      points.map((t, i) => 6 * t * along[i]!),
    );
  });

  test("a Hessian–vector product finds its tangents by name", async () => {
    const f = ({ a, b }: { a: Tensor; b: Tensor }) => mul(mul(a, a), b);
    const { a, b } = hvp(f)({ a: constant(3), b: constant(2) }, { b: constant(1), a: constant(0) });
    near([...(await listOf(a)), ...(await listOf(b))], [6, 0]);
  });

  test("Jacobian–vector products: linear, elementwise, by two arguments, of an argument itself", async () => {
    const [y, t, s] = [constant([1, 2, -1], [3]), constant([2, 0.5, 1], [3]), constant([1, 1, -2], [3])];
    near(await listOf(jvp([mul(y, t)], [y, t], [s, y])[0]!), [2 + 1, 0.5 + 4, -2 + 1]);
    near(await listOf(jvp([y], [y], [t])[0]!), [2, 0.5, 1]);
    near(await listOf(jvp([sin(t)], [y], [t])[0]!), [0, 0, 0]);
    near(
      await listOf(jvp([exp(y)], [y], [t])[0]!),
      [1, 2, -1].map((each, i) => [2, 0.5, 1][i]! * Math.exp(each)),
    );
  });
});

describe("structure", () => {
  test("of records and nested lists is kept", async () => {
    const parameters = {
      layers: [
        { w: constant(2), b: [constant(3)] },
        { w: constant(5), b: [] },
      ],
      scale: constant(7),
    };
    const f = (p: typeof parameters) => mul(p.scale, mul(p.layers[0]!.w, mul(p.layers[0]!.b[0]!, p.layers[1]!.w)));
    const [found, g] = valueAndGrad(f)(parameters);
    expect(await listOf(found)).toEqual([210]);
    expect(g.layers).toHaveLength(2);
    expect(g.layers[1]!.b).toEqual([]);
    const all = [g.layers[0]!.w, g.layers[0]!.b[0]!, g.layers[1]!.w, g.scale];
    expect((await Promise.all(all.map(listOf))).flat()).toEqual([105, 70, 42, 30]);
  });

  test("holds where two paths print alike", async () => {
    const g = grad((p: { "a.b": Tensor; a: { b: Tensor } }) => add(mul(p["a.b"], 2), mul(p.a.b, 3)))({
      "a.b": constant(1),
      a: { b: constant(1) },
    });
    expect([await listOf(g["a.b"]), await listOf(g.a.b)]).toEqual([[2], [3]]);
  });

  test("an unused input has zeros of its shape, named or not", async () => {
    const graph = trace(({ x, y, n }) => ({ by: grad((_: { x: Tensor; n: Tensor }) => sum(mul(y, 2)))({ x, n }) }), {
      x: f32("B", 3),
      y: f32(2),
      n: f32(),
    });
    const session = await compile(graph, { threads: 1 });
    for (const B of [0, 1, 4]) {
      const feeds = {
        x: value(new Float32Array(3 * B), [B, 3], "f32"),
        y: value([1, 2], [2], "f32"),
        n: value([1], [], "f32"),
      };
      const found = await session.run(feeds);
      expect(found["by.x"]!.shape).toEqual([B, 3]);
      expect([...numbers(found["by.x"]!).data, ...numbers(found["by.n"]!).data]).toEqual(new Array(3 * B + 1).fill(0));
    }
    await session.close();
  });

  test("a gradient with named dimensions has them", () => {
    const graph = trace(({ x, w }) => grad((p: Tensor) => sum(mul(matmul(x, p), 2)))(w), {
      x: f32("B", "k"),
      w: f32("k", 2),
    });
    expect(graph.outputs.output!.shape).toEqual(["k", 2]);
  });
});

describe("by and through", () => {
  test("an intermediate tensor counts as a variable, and what is below it too when asked for", async () => {
    const h = sin(x);
    const y = sum(mul(mul(h, h), x)); // h²x, h = sin x
    const [byH] = gradients(y, [h]);
    near(
      await listOf(byH!),
      points.map((t) => 2 * Math.sin(t) * t),
    );
    const [again, byX] = gradients(y, [h, x]);
    near(
      await listOf(again!),
      points.map((t) => 2 * Math.sin(t) * t),
    );
    near(
      await listOf(byX!),
      points.map((t) => 2 * Math.sin(t) * Math.cos(t) * t + Math.sin(t) ** 2),
    );
  });

  test("a result by itself is its cotangent", async () => {
    near(await listOf(vjp([x], [x], [constant([1, 2, 3, 4], [4])])[0]!), [1, 2, 3, 4]);
  });

  test("a result given twice counts twice", async () => {
    const y = mul(x, 3);
    const g = constant([1, 1, 1, 1], [4]);
    near(await listOf(vjp([y, y], [x], [g, g])[0]!), [6, 6, 6, 6]);
  });

  test("stopGradient cuts, and only there", async () => {
    const f = (t: Tensor) => mul(stopGradient(exp(t)), mul(t, t));
    near(
      await listOf(derivative(f)(x)),
      points.map((t) => 2 * t * Math.exp(t)),
    );
    near(await listOf(derivative(stopGradient)(x)), [0, 0, 0, 0]);
  });

  test("an op without a derivative passes on zeros", async () => {
    near(await listOf(derivative((t) => mul(floor(t), t))(x)), points.map(Math.floor));
  });

  test("customVjp: its own derivative, of every order, after the leaves were replaced", async () => {
    const symbol = input("t", [4]);
    // Three times too large on purpose, so that exp's own derivative would be found out.
    const y = customVjp(exp(symbol), [symbol], (g, _, y) => [mul(g, mul(3, y))]);
    const moved = substitute([y], new Map([[symbol, x]]))[0]!;
    const first = vjp([moved], [x], [constant([1, 1, 1, 1], [4])])[0]!;
    near(await listOf(moved), points.map(Math.exp));
    near(
      await listOf(first),
      points.map((t) => 3 * Math.exp(t)),
    );
    near(
      await listOf(gradients(sum(first), [x])[0]!),
      points.map((t) => 9 * Math.exp(t)),
    );
    // A graph of derivatives moves to other leaves as well.
    const byFirst = vjp([y], [symbol], [constant([1, 1, 1, 1], [4])])[0]!;
    near(
      await listOf(substitute([byFirst], new Map([[symbol, neg(x)]]))[0]!),
      points.map((t) => 3 * Math.exp(-t)),
    );
  });
});

describe("forces", () => {
  const [n, atoms] = [3, 5];
  const positions = uniform(key(1), 3 * atoms, -1.5, 1.5);
  const targets = constant(normal(key(2), 3 * atoms), [atoms, 3]);
  /** Σ over pairs of a learned function of squared distance, tanh-free so that every derivative is smooth. */
  const energy = (at: Tensor, w: Tensor) => {
    const apart = sub(unsqueeze(at, [1]), unsqueeze(at, [0]));
    const squared = sum(mul(apart, apart), { axes: [2] }); // [atoms, atoms]
    const features = exp(neg(mul(unsqueeze(squared, [2]), constant([0.3, 0.7, 1.5], [n]))));
    return sum(matmul(features, w));
  };
  const loss = (at: Tensor, w: Tensor) => {
    const error = sub(neg(grad(energy)(at, w)), targets);
    return sum(mul(error, error));
  };
  const drawn = (seed: string, count: number) => normal(fold(key(3), seed), count);
  const along = (values: Float64Array, direction: Float64Array, step: number) =>
    values.map((each, i) => each + step * direction[i]!);
  const dot = (a: Nd, b: Float64Array) => a.data.reduce((total, each, i) => total + each * b[i]!, 0);

  test("are −dE/dx by differences, and add up to zero", async () => {
    const w = constant(drawn("w", n), [n, 1]);
    const at = (values: Float64Array) => constant(values, [atoms, 3]);
    const direction = drawn("direction", 3 * atoms);
    const forces = await evaluate(neg(grad(energy)(at(positions), w)), f64);
    const want = await centralDifference((step) => evaluate(energy(at(along(positions, direction, step)), w), f64));
    expect(Math.abs(dot(forces, direction) + want.data[0]!)).toBeLessThan(1e-9);
    for (const axis of [0, 1, 2]) {
      const total = forces.data.filter((_, i) => i % 3 === axis).reduce((a, b) => a + b, 0);
      expect(Math.abs(total)).toBeLessThan(1e-12);
    }
  });

  test("a loss on forces has the gradient by weights and positions that differences give", async () => {
    const [weights, byW, byX] = [drawn("w", n), drawn("byW", n), drawn("byX", 3 * atoms)];
    const at = (step: number) =>
      [constant(along(positions, byX, step), [atoms, 3]), constant(along(weights, byW, step), [n, 1])] as const;
    const [p, w] = at(0);
    const [gx, gw] = await evaluate(gradients(loss(p, w), [p, w]), f64);
    const want = await centralDifference((step) => evaluate(loss(...at(step)), f64));
    const got = dot(gx!, byX) + dot(gw!, byW);
    expect(Math.abs(got - want.data[0]!) / Math.abs(want.data[0]!)).toBeLessThan(1e-8);
  });

  test("grad of grad is symmetric: a Hessian equals its transpose", async () => {
    const at = constant(positions, [atoms, 3]);
    const w = constant(drawn("w", n), [n, 1]);
    const rows = Array.from({ length: 3 * atoms }, (_, i) =>
      hvp(energy)(
        at,
        constant(
          Float64Array.from({ length: 3 * atoms }, (_, k) => Number(k === i)),
          [atoms, 3],
        ),
        w,
      ),
    );
    const hessian = await evaluate(rows, f64);
    for (const [i, row] of hessian.entries()) {
      const column: Nd = { shape: row.shape, data: Float64Array.from(hessian, ({ data }) => data[i]!) };
      expect(difference(row, column)).toBeLessThan(1e-12);
    }
  });
});

describe("errors", () => {
  test("a function that is no scalar", () => {
    const run = () => grad((t: Tensor) => mul(t, 2))(x);
    expect(run).toThrow(ShapeError);
    expect(run).toThrow("grad: expected a scalar function (shape []), got [4]. Sum it first, or use vjp");
    expect(() => trace(({ t }) => grad((each: Tensor) => each)(t), { t: f32("B") })).toThrow("got [B].");
  });
  test("a function to integers", () => {
    const run = () => grad((t: Tensor) => sum(t))(constant([1, 2], [2], "i64"));
    expect(run).toThrow("grad: expected a function to f32 or f64, got i64.");
  });
  test("a cotangent of another shape, or none", () => {
    const run = () => vjp([x], [x], [transpose(constant([1, 2], [1, 2]))]);
    expect(run).toThrow("vjp: expected a cotangent of shape [4], got [2, 1].");
    expect(() => vjp([x, x], [x], [x])).toThrow("vjp: expected a cotangent of shape [4], got none.");
  });
});
