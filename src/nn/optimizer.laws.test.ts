import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Precision } from "../engine/onnx/emit.js";
import { compile, numbers, type Session, value } from "../engine/session.js";
import { input } from "../engine/tensor.js";
import { key, normal } from "../random.js";
import type { Optimizer } from "./optimizer.js";
import { optimizers } from "./optimizers/index.gen.js";

type Rule = (options?: object) => Optimizer;
const rules = Object.entries(optimizers).map(([name, rule]) => ({ name, rule: rule as unknown as Rule }));
const size = 6;
type Vectors = Readonly<Record<string, readonly number[]>>;

/** The update as a function of vectors: `parameters`, the optimizer's state, `gradient`, and step and rate. */
async function stepper(optimizer: Optimizer, precision: Precision) {
  const vector = (name: string) => input(name, [size]);
  const state = Object.fromEntries(optimizer.state.map((name) => [name, vector(name)]));
  const [parameters, gradient] = [vector("parameters"), vector("gradient")];
  const [step, rate] = [input("step", []), input("rate", [])];
  const after = optimizer.update({ parameters, gradient, state, step, rate });
  const outputs = { parameters: after.parameters, ...after.state };
  const session: Session = await compile(
    {
      inputs: [parameters, gradient, ...Object.values(state), step, rate],
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, x]) => [`next.${name}`, x])),
    },
    { precision, threads: 1 },
  );
  const start = Object.fromEntries(optimizer.state.map((name) => [name, new Array<number>(size).fill(0)]));
  return {
    start,
    close: session.close,
    async run(vectors: Vectors, gradient: readonly number[], scalars: { step: number; rate: number }) {
      const feeds = { ...vectors, gradient };
      const results = await session.run(
        Object.fromEntries([
          ...Object.entries(feeds)
            .filter(([name]) => name in session.inputs)
            .map(([name, data]) => [name, value(data, [size], precision)]),
          ...Object.entries(scalars)
            .filter(([name]) => name in session.inputs)
            .map(([name, each]) => [name, value([each], [], precision)]),
        ]),
      );
      return Object.fromEntries(Object.entries(results).map(([id, x]) => [id.slice(5), [...numbers(x).data]]));
    },
  };
}
type Stepper = Awaited<ReturnType<typeof stepper>>;

describe.each(rules)("$name", ({ name, rule }) => {
  const at = [...normal(key(1), size)];
  let double: Stepper;
  beforeAll(async () => {
    double = await stepper(rule(), "f64");
  });
  afterAll(() => double.close());

  test("is named as its file", () => {
    expect(rule().name).toBe(name);
    expect(rule.name).toBe(name);
    expect(existsSync(new URL(`./optimizers/${name}.ts`, import.meta.url))).toBe(true);
  });

  test("lowers a convex quadratic", async () => {
    const curvature = [0.1, 0.5, 1, 2, 3, 4];
    const loss = (x: readonly number[]) => x.reduce((sum, each, i) => sum + curvature[i]! * each ** 2, 0) / 2;
    let now: Vectors = { parameters: at, ...double.start };
    for (let step = 1; step <= 200; step++) {
      const gradient = now.parameters!.map((each, i) => curvature[i]! * each);
      now = await double.run(now, gradient, { step, rate: 0.05 });
    }
    // An eigenvalue of 0.1 shrinks by (1 − 0.005)²⁰⁰ = 0.37 under plain descent, its share of the loss by 0.13.
    expect(loss(now.parameters!)).toBeLessThan(0.05 * loss(at));
  });

  test("goes nowhere at rate 0, and moves against the first gradient otherwise", async () => {
    const gradient = [...normal(key(2), size)];
    const resting = await double.run({ parameters: at, ...double.start }, gradient, { step: 1, rate: 0 });
    expect(resting.parameters).toEqual(at);
    // From 0, so that no decay of weights takes part.
    const zero = new Array<number>(size).fill(0);
    const moved = await double.run({ parameters: zero, ...double.start }, gradient, { step: 1, rate: 0.1 });
    expect(moved.parameters!.map(Math.sign)).toEqual(gradient.map((each) => -Math.sign(each)));
  });
});

interface Case {
  readonly name: string;
  readonly optimizer: string;
  readonly options: object;
  readonly steps: readonly {
    readonly gradient: readonly number[];
    readonly rate: number;
    readonly parameters: readonly number[];
  }[];
}
/** @source test/golden/optimizers.json, made by golden/optimizers.py */
const golden: { readonly start: readonly number[]; readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("../../test/golden/optimizers.json", import.meta.url), "utf8"),
);

describe.each(golden.cases)("PyTorch's $name", ({ optimizer, options, steps }) => {
  const rule = (optimizers as unknown as Readonly<Record<string, Rule>>)[optimizer]!;

  // In f32 PyTorch computes 1 − βᵗ on the host in f64; ours is in the graph, and must not lose digits there.
  test.each([
    ["f64", 1e-12],
    ["f32", 2e-6],
  ] as const)("takes the same five steps in %s", async (precision, tolerance) => {
    const { run, start, close } = await stepper(rule(options), precision);
    let now: Vectors = { parameters: golden.start, ...start };
    for (const [i, { gradient, rate, parameters }] of steps.entries()) {
      now = await run(now, gradient, { step: i + 1, rate });
      const worst = Math.max(...parameters.map((each, k) => Math.abs(each - now.parameters![k]!)));
      expect(worst, `step ${i + 1}`).toBeLessThan(tolerance * Math.max(...parameters.map(Math.abs)));
    }
    await close();
  });
});
