import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { evaluate } from "./evaluate.js";
import { methodOf, smoothLength } from "./fourier.js";
import { vjp } from "./grad.js";
import { topological } from "./graph.js";
import { count, type Nd } from "./nd.js";
import { dct, fft, fftConvolve, idct, ifft, irfft, ops, rfft, square, sum } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { constant, constantData, f32, isConstant, type Tensor } from "./tensor.js";
import { difference, inner } from "./testing.js";
import { trace } from "./trace.js";

interface Case {
  readonly op: "fft" | "ifft" | "rfft" | "irfft" | "dct" | "idct" | "fftConvolve" | "fftCorrelate";
  readonly shapes: readonly (readonly number[])[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly shape: readonly number[];
  /** Every how many numbers of the result are kept. */
  readonly step: number;
  readonly values: readonly number[];
}

/** @source test/golden/fft.json, made by golden/fft.py */
const golden = JSON.parse(readFileSync(new URL("../../test/golden/fft.json", import.meta.url), "utf8")) as {
  readonly source: string;
  readonly cases: readonly Case[];
};

/** The input of golden/fft.py: `seed` is the number of the argument. */
function wave(shape: readonly number[], seed: number): Nd {
  const at = (i: number) => Math.sin(0.7 * i + seed) + Math.cos(1.3 * i * (1 + 0.1 * seed));
  return { shape, data: Float64Array.from({ length: count(shape) }, (_, i) => at(i)) };
}

const isComplex = (name: Case["op"]) => name === "fft" || name === "ifft" || name === "irfft";
const tensorOf = ({ shape, data }: Nd) => constant(data, shape);
const call = (name: Case["op"], ...args: unknown[]) =>
  (ops[name] as unknown as (...args: unknown[]) => Tensor)(...args);

describe(`agrees with ${golden.source}`, () => {
  const names = [...new Set(golden.cases.map(({ op }) => op))];
  test.each(names)("%s", async (name) => {
    const cases = golden.cases.filter(({ op }) => op === name);
    expect(cases.length).toBeGreaterThan(10);
    for (const { shapes, options, shape, step, values } of cases) {
      const inputs = shapes.map((each, i) => tensorOf(wave(isComplex(name) ? [...each, 2] : each, i + 1)));
      const title = `${name} ${JSON.stringify(shapes)} ${JSON.stringify(options)}`;
      const y = call(name, ...inputs, options);
      expect(y.shape, title).toEqual(shape);
      for (const [precision, tolerance] of [
        ["f64", 1e-10],
        ["f32", 1e-4],
      ] as const) {
        const { data } = await evaluate(y, { precision });
        const kept = data.filter((_, i) => i % step === 0);
        expect(
          difference({ shape: [], data: kept }, { shape: [], data: Float64Array.from(values) }),
          `${title} ${precision}`,
        ).toBeLessThan(tolerance);
      }
    }
  });
});

describe("every method", () => {
  test("is taken by the lengths tested", () => {
    const methods = new Set(golden.cases.map(({ shapes }) => methodOf(shapes[0]!.at(-1)!).by));
    expect([...methods].sort()).toEqual(["chirp", "matrix", "stages"]);
  });
  const lengths = [5, 129, 130, 1031]; // matrix, stages of odd and even length, chirp
  test.each(lengths)("has its transpose as derivative, of %i numbers", async (n) => {
    const random = (shape: readonly number[], tag: number): Nd => ({ shape, data: normal(key(tag), count(shape)) });
    const bins = Math.floor(n / 2) + 1;
    const maps: [(x: Tensor) => Tensor, number[]][] = [
      [fft, [2, n, 2]],
      [rfft, [2, n]],
      [(x) => irfft(x, { length: n }), [2, bins, 2]],
      [dct, [2, n]],
      [idct, [2, n]],
    ];
    for (const [map, shape] of maps) {
      const x = random(shape, 1);
      const at = tensorOf(x);
      const y = map(at);
      const g = random(y.shape as number[], 2);
      const [value, back] = await evaluate([y, vjp([y], [at], [tensorOf(g)])[0]!], { precision: "f64" });
      const want = inner([value!], [g]);
      expect(Math.abs(inner([x], [back!]) - want) / Math.abs(want)).toBeLessThan(1e-10);
    }
  });
  test("gives back what its inverse is given", async () => {
    for (const n of [1, 2, 7, 129, 256, 1031]) {
      const [x, z] = [tensorOf(wave([n], 1)), tensorOf(wave([n, 2], 2))];
      const back = await evaluate([irfft(rfft(x), { length: n }), ifft(fft(z)), idct(dct(x))], { precision: "f64" });
      for (const [i, each] of [x, z, x].entries()) {
        expect(difference(back[i]!, { shape: [], data: constantData(each)! })).toBeLessThan(1e-12);
      }
    }
  });
});

test("the transforms of a graph share their matrices", () => {
  const graph = trace(({ x }) => fft(fft(x), { axes: [-2] }), { x: f32("B", 16, 16, 2) });
  expect(new Set(topological(Object.values(graph.outputs)).filter(isConstant)).size).toBe(1);
});

test("batch axes may be named, and the transformed one too", async () => {
  const graph = trace(
    ({ x }) => ({
      spectrum: rfft(x),
      back: irfft(rfft(x), { length: "n" }),
      square: fftConvolve(x, x),
      cosine: dct(x),
    }),
    { x: f32("B", "n") },
  );
  const session = await compile(graph, { precision: "f64", threads: 1 });
  for (const [rows, n] of [
    [2, 5],
    [3, 8],
    [1, 1],
  ] as const) {
    const x = wave([rows, n], 1);
    const got = await session.run({ x: value(x.data, x.shape, "f64") });
    const known = tensorOf(x);
    const want = await evaluate([rfft(known), known, fftConvolve(known, known), dct(known)], { precision: "f64" });
    Object.values(got).forEach((each, i) => {
      expect(each.shape).toEqual(want[i]!.shape);
      expect(difference(numbers(each), want[i]!)).toBeLessThan(1e-12);
    });
  }
  await session.close();
});

test("a batch of nothing is a batch", async () => {
  const session = await compile(
    trace(({ x }) => rfft(x), { x: f32("B", 200) }),
    { threads: 1 },
  );
  expect((await session.run({ x: value([], [0, 200], "f32") })).output!.shape).toEqual([0, 101, 2]);
  await session.close();
});

test("a spectrum's power is its signal's (Parseval)", async () => {
  const x = tensorOf(wave([3, 100], 1));
  const [a, b] = await evaluate(
    [sum(square(x)), sum(square(fft(tensorOf({ shape: [3, 50, 2], data: constantData(x)! }), { norm: "ortho" })))],
    { precision: "f64" },
  );
  expect(difference(a!, b!)).toBeLessThan(1e-13);
});

test.each([
  [1, 1],
  [7, 8],
  [11, 12],
  [217, 225],
])("the smooth length from %i is %i", (n, want) => expect(smoothLength(n)).toBe(want));

describe("what does not fit is said", () => {
  const real = tensorOf(wave([2, 3], 1));
  test.each([
    [() => fft(real), "fft: expected complex numbers [.., 2], got [2, 3]. Stack([re, im], -1) makes them"],
    [() => rfft(real, { axes: [0, 0] }), "rfft: expected one to three different axes, got [0, 0]."],
    [
      () => irfft(tensorOf(wave([3, 2], 1)), { length: 9 }),
      "irfft: expected a length ≥ 1 whose half + 1 is 3 bins, got 9. Give the length",
    ],
    [
      () => irfft(tensorOf(wave([1, 2], 1))),
      "irfft: expected a length ≥ 1 whose half + 1 is 1 bins, got 0. Give the length",
    ],
    [
      () => fftConvolve(real, tensorOf(wave([2, 4], 1)), { mode: "valid" }),
      'fftConvolve: expected y of an axis -1 of length ≥ 1, at most that of x, for "valid", got [2, 3], [2, 4].',
    ],
    [() => dct(constant([], [0])), "dct: expected an axis of length ≥ 1, got [0]."],
  ])("%#", (make, text) => expect(make).toThrow(text));
});
