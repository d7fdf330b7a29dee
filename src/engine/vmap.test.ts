import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { customVjp } from "./customVjp.js";
import { evaluate } from "./evaluate.js";
import { grad, gradients, hvp } from "./grad.js";
import { count } from "./nd.js";
import {
  add,
  conv,
  dot,
  matmul,
  mul,
  randomUniform,
  reshape,
  sin,
  square,
  sub,
  sum,
  tanh,
  transpose,
} from "./ops/index.gen.js";
import { scan } from "./scan.js";
import { nodeCount, simplify } from "./simplify.js";
import { constant, f32, type Tensor } from "./tensor.js";
import { difference } from "./testing.js";
import { trace } from "./trace.js";
import { vmap } from "./vmap.js";

const random = (tag: number, ...shape: number[]) => constant(normal(key(tag), count(shape)), shape);

/** vmap(fn) on all examples against fn on each. */
async function agrees(
  fn: (...args: Tensor[]) => Tensor,
  args: readonly Tensor[],
  mapped: readonly boolean[],
  tolerance = 1e-12,
) {
  const all = await evaluate(vmap(fn, { mapped })(...args), { precision: "f64" });
  const size = args[mapped.indexOf(true)]!.shape[0] as number;
  for (let i = 0; i < size; i++) {
    const one = args.map((x, k) => {
      if (!mapped[k]) return x;
      const rest = x.shape.slice(1) as number[];
      const n = count(rest);
      return constant((x.attributes.data as Float64Array).slice(i * n, (i + 1) * n), rest);
    });
    const want = await evaluate(fn(...one), { precision: "f64" });
    const n = want.data.length;
    expect(all.shape).toEqual([size, ...want.shape]);
    expect(difference({ shape: [], data: all.data.slice(i * n, (i + 1) * n) }, want)).toBeLessThan(tolerance);
  }
}

const network = (x: Tensor, w: Tensor, v: Tensor) => sum(square(matmul(tanh(matmul(x, w)), v)));

describe("derivatives inside are per example", () => {
  const [x, w, v] = [random(1, 3, 2, 4), random(2, 4, 5), random(3, 5, 2)];
  test("gradients by a shared weight", () =>
    agrees((x, w, v) => gradients(network(x, w, v), [w])[0]!, [x, w, v], [true, false, false]));
  test("gradients by weights of their own", () =>
    agrees((x, w, v) => gradients(network(x, w, v), [w])[0]!, [x, random(4, 3, 4, 5), v], [true, true, false]));
  test("second derivatives", () =>
    agrees((x, w, v) => hvp((w: Tensor) => network(x, w, v))(w, w), [x, w, v], [true, false, false], 1e-11));
  test("of a convolution's weights", () =>
    agrees(
      (x, w) => grad((w: Tensor) => sum(square(conv(x, w, { padding: 1, groups: 2 }))))(w),
      [random(1, 3, 2, 4, 5), random(2, 6, 2, 3)],
      [true, false],
    ));
});

test("derivatives of a mapped function are those of its examples together", async () => {
  const [x, w] = [random(1, 3, 4), random(2, 4)];
  const each = (x: Tensor, w: Tensor) => sin(dot(x, mul(w, w)));
  const mapped = (w: Tensor) => sum(vmap(each, { mapped: [true, false] })(x, w));
  const whole = (w: Tensor) => sum(sin(matmul(x, reshape(mul(w, w), [4, 1]))));
  const [a, b, c, d] = await evaluate([grad(mapped)(w), grad(whole)(w), hvp(mapped)(w, w), hvp(whole)(w, w)], {
    precision: "f64",
  });
  expect(difference(a!, b!)).toBeLessThan(1e-13);
  expect(difference(c!, d!)).toBeLessThan(1e-13);
});

describe("a derivative of its own is mapped too", () => {
  /** Σ x³s, whose own derivative is twice the true one. */
  const cube = (x: Tensor, s: Tensor) =>
    sum(
      customVjp(mul(mul(x, x), mul(x, s)), [x, s], (g, [x, s]) => [
        mul(mul(g, 6), mul(square(x!), s!)),
        mul(mul(g, 2), mul(x!, square(x!))),
      ]),
    );
  const [xs, s] = [random(1, 3, 4), random(2, 4)];
  test("inside", () => agrees((x, s) => gradients(cube(x, s), [s])[0]!, [xs, s], [true, false]));
  test("from outside", async () => {
    const y = sum(vmap(cube, { mapped: [true, false] })(xs, s));
    const found = await evaluate(
      [...gradients(y, [xs, s]), mul(mul(square(xs), s), 6), sum(mul(mul(square(xs), xs), 2), { axes: [0] })],
      { precision: "f64" },
    );
    for (const i of [0, 1]) expect(difference(found[i]!, found[i + 2]!)).toBeLessThan(1e-13);
  });
});

describe("a loop is mapped", () => {
  const loop = (unroll: number) => (xs: Tensor, h: Tensor, w: Tensor) => {
    const [last, all] = scan((h: Tensor, x: Tensor) => [tanh(add(mul(h, w), x)), sub(h, x)], h, xs, { unroll });
    return add(sum(last), sum(square(all)));
  };
  test.each([[[true, true, true]], [[true, false, false]], [[false, false, true]], [[false, true, false]]])(
    "%j",
    async (mapped) => {
      const shapes = [[5, 2], [2], [2]];
      const args = shapes.map((shape, i) => random(i + 1, ...(mapped[i] ? [3, ...shape] : shape)));
      await agrees(loop(0), args, mapped);
      await agrees((xs, h, w) => gradients(loop(0)(xs, h, w), [w])[0]!, args, mapped);
      await agrees((xs, h, w) => gradients(loop(0)(xs, h, w), [xs])[0]!, args, mapped);
    },
  );
});

test("in one another, and around tensors that are not arguments", async () => {
  const [x, y, around] = [random(1, 3, 4), random(2, 5, 4), random(3, 4)];
  const table = vmap((a: Tensor) => vmap((b: Tensor) => dot(mul(a, around), b))(y))(x);
  const [got, want] = await evaluate([table, matmul(mul(x, around), transpose(y))], { precision: "f64" });
  expect(got!.shape).toEqual([3, 5]);
  expect(difference(got!, want!)).toBeLessThan(1e-13);
});
test("the graph is that of one example", () => {
  const layer = (x: Tensor, w: Tensor) => tanh(sum(mul(x, w), { axes: [0] }));
  const one = trace(({ x, w }) => layer(x, w), { x: f32(4), w: f32(4) });
  const many = trace(({ x, w }) => vmap(layer, { mapped: [true, false] })(x, w), { x: f32("B", 4), w: f32(4) });
  expect(nodeCount(simplify(many))).toBe(nodeCount(simplify(one)));
});

test("a result that does not depend on the arguments is repeated", async () => {
  const { data, shape } = await evaluate(vmap((_: Tensor) => constant([1, 2], [2]))(random(1, 3)));
  expect(shape).toEqual([3, 2]);
  expect([...data]).toEqual([1, 2, 1, 2, 1, 2]);
});

describe("what does not fit is said", () => {
  test.each([
    [
      () => vmap((x: Tensor, y: Tensor) => add(x, y))(random(1, 2), random(1, 3)),
      "vmap: expected arguments [size, ..] of one size, got 0: [2], 1: [3].",
    ],
    [() => vmap((x: Tensor) => x)(constant(1)), "vmap: expected arguments [size, ..] of one size, got 0: []."],
    [
      () => vmap((k: Tensor) => randomUniform(k, [2]))(constant([1, 2, 3, 4], [2, 2], "i64")),
      "vmap: expected ops that map over a leading axis, got randomBits of [2, 2] (mapped): one key makes one draw. Scan over the axis instead",
    ],
  ])("%#", (make, text) => expect(make).toThrow(text));
});
