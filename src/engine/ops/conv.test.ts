import { describe, expect, test } from "vitest";
import { key, normal } from "../../random.js";
import type { ConvOptions } from "../convolution.js";
import type { Shape } from "../dim.js";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { count, type Nd } from "../nd.js";
import { compile, numbers, value } from "../session.js";
import { constant, f32, type Tensor } from "../tensor.js";
import { difference } from "../testing.js";
import { trace } from "../trace.js";
import { averagePool } from "./averagePool.js";
import { conv } from "./conv.js";
import { convInputGradient } from "./convInputGradient.js";
import { type ConvTransposeOptions, convTranspose } from "./convTranspose.js";
import { convWeightGradient } from "./convWeightGradient.js";
import { maxPool } from "./maxPool.js";
import { pixelShuffle } from "./pixelShuffle.js";

const drawn = (shape: readonly number[], seed: number): Nd => ({ shape, data: normal(key(seed), count(shape)) });
const fixed = ({ shape, data }: Nd) => constant(data, shape);

/** y and its derivatives by x and the weight, for the cotangent y itself. */
const withDerivatives = (y: Tensor, x: Tensor, weight: Tensor): Tensor[] => [y, ...vjp([y], [x, weight], [y])];

describe("named batch and space", () => {
  const cases: [string, readonly number[], readonly number[], ConvTransposeOptions][] = [
    ["same", [3, 2, 5, 6], [4, 2, 3, 3], { padding: "same" }],
    ["strides that leave elements over", [3, 2, 6, 7], [4, 2, 3, 2], { strides: [2, 3], padding: [1, 0] }],
    ["strides, groups", [2, 4, 8], [4, 2, 2], { strides: 2, groups: 2, padding: [[0, 1]] }],
    ["dilations", [2, 2, 9], [3, 2, 3], { dilations: 2, padding: 1 }],
    ["more padding than the kernel spans", [2, 2, 3], [3, 2, 2], { padding: 2 }],
  ];
  const named = (shape: readonly number[]): Shape => ["B", shape[1]!, ...shape.slice(2).map((_, i) => `n${i}`)];
  const check = async (make: (x: Tensor, w: Tensor) => Tensor, x: Nd, w: Nd) => {
    const graph = trace(({ x, w }) => ({ parts: withDerivatives(make(x, w), x, w) }), {
      x: f32(...named(x.shape)),
      w: f32(...w.shape),
    });
    const want = await evaluate(withDerivatives(...apply(make, fixed(x), fixed(w))), { precision: "f64" });
    for (const precision of ["f64", "f32"] as const) {
      const session = await compile(graph, { precision, threads: 1 });
      const found = await session.run({
        x: value(x.data, x.shape, precision),
        w: value(w.data, w.shape, precision),
      });
      await session.close();
      want.forEach((each, i) => {
        const got = numbers(found[`parts.${i}`]!);
        expect(got.shape).toEqual(each.shape);
        expect(difference(got, each), `part ${i} ${precision}`).toBeLessThan(precision === "f64" ? 1e-12 : 1e-5);
      });
    }
  };
  const apply = (make: (x: Tensor, w: Tensor) => Tensor, x: Tensor, w: Tensor) => [make(x, w), x, w] as const;

  test.each(cases)("conv: %s", (_, x, w, options) => check((x, w) => conv(x, w, options), drawn(x, 1), drawn(w, 2)));
  const transposed: typeof cases = [
    ...cases.slice(0, -1), // that padding would leave nothing
    ["output padding", [2, 3, 4, 3], [3, 2, 3, 2], { strides: [2, 3], padding: [1, 0], outputPadding: [1, 2] }],
  ];
  test.each(transposed)("convTranspose: %s", (_, x, w, options) => {
    const turned = [w[0]!, w[1]!, ...w.slice(2)];
    const from = [x[0]!, w[0]!, ...x.slice(2)];
    return check((x, w) => convTranspose(x, w, options), drawn(from, 3), drawn(turned, 4));
  });
  test("pools and pixelShuffle", async () => {
    const x = drawn([2, 4, 7, 5], 5);
    const make = (x: Tensor) => [
      averagePool(x, { kernel: 2 }),
      averagePool(x, { kernel: 3, strides: 2, padding: 1, countIncludePad: false }),
      maxPool(x, { kernel: 3, strides: 2, padding: 1 }),
      pixelShuffle(x, 2),
    ];
    const all = (x: Tensor) => make(x).flatMap((y) => [y, ...vjp([y], [x], [y])]);
    const session = await compile(
      trace(({ x }) => ({ y: all(x!) }), { x: f32("B", 4, "H", "W") }),
      { threads: 1 },
    );
    const found = await session.run({ x: value(x.data, x.shape, "f32") });
    await session.close();
    const want = await evaluate(all(fixed(x)), { precision: "f64" });
    for (const [i, each] of want.entries()) expect(difference(numbers(found[`y.${i}`]!), each)).toBeLessThan(1e-5);
  });
});

describe("every formulation in f32 agrees with f64", () => {
  const cases: [number, number, readonly number[], readonly number[], ConvOptions][] = [
    [2, 3, [8, 9], [3, 3], { padding: "same" }],
    [1, 8, [8, 9], [3, 3], { padding: "same" }],
    [8, 1, [8, 9], [3, 3], { padding: "same" }],
    [8, 8, [17, 17], [3, 2], { strides: 2, padding: 1 }],
    [8, 8, [9, 20], [3, 3], { strides: [1, 2], dilations: [2, 1] }],
    [8, 4, [4, 4], [3, 3], { groups: 4, padding: 1 }],
    [8, 4, [80], [5], { groups: 2, padding: 2 }],
    [3, 2, [4, 5, 6], [3, 1, 2], { padding: "same" }],
    // from 4 channels on by offsets in depth
    [8, 8, [4, 5, 6], [3, 1, 2], { padding: "same" }],
    [9, 8, [5, 5, 4], [4, 3, 3], { padding: 1 }],
    [8, 8, [7, 6, 5], [3, 3, 2], { padding: [[3, 1], [0, 1], 1], strides: [1, 2, 1], dilations: [2, 1, 1] }],
  ];
  test.each(cases)("%i to %i channels, space %j, kernel %j, %j", async (from, to, space, kernel, options) => {
    const x = fixed(drawn([3, from, ...space], 6));
    const w = fixed(drawn([to, from / (options.groups ?? 1), ...kernel], 7));
    const parts = withDerivatives(conv(x, w, options), x, w);
    const [single, double] = [await evaluate(parts), await evaluate(parts, { precision: "f64" })];
    for (const [i, each] of double.entries()) expect(difference(single[i]!, each)).toBeLessThan(3e-6);
  });
});

test("conv is a cross-correlation: the kernel is not flipped", async () => {
  const y = conv(constant([1, 2, 3, 4], [1, 1, 4]), constant([1, 10], [1, 1, 2]));
  expect([...(await evaluate(y)).data]).toEqual([21, 32, 43]);
  const z = convTranspose(constant([1, 2], [1, 1, 2]), constant([1, 10], [1, 1, 2]), { strides: 2, outputPadding: 1 });
  expect([...(await evaluate(z)).data]).toEqual([1, 10, 2, 20, 0]);
});

test("of equal largest elements maxPool's derivative goes to the first", async () => {
  const x = constant([5, 5, 5, 1], [1, 1, 4]);
  const y = maxPool(x, { kernel: 2, strides: 1 });
  const [g] = vjp([y], [x], [constant([1, 10, 100], [1, 1, 3])]);
  expect([...(await evaluate(g!)).data]).toEqual([1, 10, 100, 0]);
});

test("what does not fit is named", () => {
  const x = constant(new Float64Array(40), [1, 4, 10]);
  const w = (...shape: number[]) => constant(new Float64Array(count(shape)), shape);
  expect(() => conv(x, w(2, 3, 3))).toThrow(
    "conv: expected x [batch, channels, ..1 to 3 axes], weight [out, channels / groups, ..kernel], groups (1) dividing both, got [1, 4, 10], [2, 3, 3].",
  );
  expect(() => conv(x, w(2, 4, 11))).toThrow("conv: expected at least 11 elements with padding on axis 2, got 10.");
  expect(() => conv(x, w(2, 4, 3), { strides: 0 })).toThrow(
    "conv: expected strides of whole numbers ≥ 1, one an axis (1), got 0.",
  );
  expect(() => conv(x, w(2, 4, 3), { padding: [1, 1] })).toThrow(
    'conv: expected padding as a whole number ≥ 0, "same", or a number or pair for each of 1 axes, got [1,1].',
  );
  expect(() => convTranspose(x, w(4, 2, 3), { outputPadding: 1 })).toThrow(
    "convTranspose: expected outputPadding of 0 … stride − 1, one an axis (strides 1), got 1.",
  );
  expect(() => convTranspose(x, w(4, 2, 3), { padding: 6 })).toThrow(
    "convTranspose: expected padding that leaves at least one element, got 0 on axis 2.",
  );
  expect(() => convInputGradient(w(1, 2, 9), w(2, 4, 3), [10])).toThrow("expected g [batch, 2, 8], got [1, 2, 9]");
  expect(() => convWeightGradient(x, w(1, 2, 9), [3])).toThrow("expected g [1, 2, 8], got [1, 2, 9]");
  expect(() => maxPool(x, { kernel: 2, padding: 2 })).toThrow(
    "maxPool: expected padding below the kernel (2), so that no window is empty, got 2.",
  );
});
