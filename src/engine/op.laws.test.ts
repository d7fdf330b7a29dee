import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold, key, normal } from "../random.js";
import { sameShape } from "./dim.js";
import { evaluate } from "./evaluate.js";
import { jvp, vjp } from "./grad.js";
import { count, type Nd } from "./nd.js";
import type { Draw, Law, Op, Sample } from "./op.js";
import { ops } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { constant, isFloat, type Tensor } from "./tensor.js";
import {
  applied,
  centralDifference,
  difference,
  directions,
  drawAll,
  drawsOf,
  floats,
  inner,
  moved,
  withTensors,
} from "./testing.js";
import { trace } from "./trace.js";

const rules = Object.entries(ops) as unknown as [string, Op][];
/** A few seeded draws of a sample; a failure prints the seed. */
const property = (check: (seed: number) => Promise<void>, numRuns = 3) =>
  fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 - 1 }), check), { numRuns, seed: 20260101 });

describe.each(rules)("%s", (name, rule) => {
  const law = (id: Law, title: string, run: (sample: Sample) => Promise<void>) => {
    const reason = rule.exempt[id];
    if (reason) test.skip(`${title} (exempt: ${reason})`, () => {});
    else
      test(title, async () => {
        for (const sample of rule.samples) await run(sample);
      });
  };

  test("is named like its file and has samples", () => {
    expect(rule.name).toBe(name);
    expect(rule.samples.length).toBeGreaterThan(0);
  });

  // f64 round-off of a few operations; the reference is written apart from the emission.
  law("reference", "agrees with its f64 reference", (sample) =>
    property(async (seed) => {
      const values = drawAll(sample, seed);
      const { inputs, output } = applied(rule, sample, values);
      const got = await evaluate(output, { precision: "f64" });
      const want = referenceOf(rule, sample, values, inputs, output);
      expect(difference(got, want), `${name} f64 ${show(sample)}`).toBeLessThan(1e-12);
      expect(got.shape).toEqual(output.shape);
      // f32: 2⁻²⁴ an operation, a few hundred of them; integers and booleans are exact.
      const single = await evaluate(output, { precision: "f32" });
      expect(difference(single, want), `${name} f32 ${show(sample)}`).toBeLessThan(isFloat(output) ? 1e-4 : 1e-12);
    }),
  );

  // The bound; central differences of order four are good to about 1e-11 here.
  if (rule.differentiable) {
    law("derivative", "derivative agrees with central differences", (sample) =>
      property((seed) => checkDerivative(rule, sample, seed, 1)),
    );
    law("second", "second derivative agrees with central differences", (sample) =>
      property((seed) => checkDerivative(rule, sample, seed, 2), 2),
    );
  }

  law("named", "same result with named dimensions", async (sample) => {
    const values = drawAll(sample, 1);
    const draws = drawsOf(sample);
    const rename = ({ shape, fixed = 0 }: Draw) =>
      shape.map((size, i) => (size > 1 && i < shape.length - fixed ? `d${size}` : size));
    const types = Object.fromEntries(draws.map((draw, i) => [`x${i}`, { shape: rename(draw), dtype: draw.dtype }]));
    const graph = trace(
      (x: Record<string, Tensor>) =>
        apply(
          rule,
          withTensors(sample, (_, i) => x[`x${i}`]!),
        ),
      types,
    );
    const session = await compile(graph, { precision: "f64", threads: 1 });
    const feeds = draws.map(({ shape }, i) => [`x${i}`, value(values[i]!.data, shape, session.inputs[`x${i}`]!.dtype)]);
    const { output } = await session.run(Object.fromEntries(feeds));
    await session.close();
    const want = await evaluate(applied(rule, sample, values).output, { precision: "f64" });
    expect(difference(numbers(output!), want)).toBeLessThan(1e-12);
    expect(output!.shape).toEqual(want.shape);
  });
});

const apply = (rule: Op, args: unknown[]): Tensor => (rule as unknown as (...args: unknown[]) => Tensor)(...args);
const show = (sample: Sample) => JSON.stringify(sample.map((x) => (typeof x === "object" ? "·" : x)));

/** The rule's reference on the values, with its attributes; composites are told their arguments the same way. */
function referenceOf(rule: Op, sample: Sample, values: readonly Nd[], inputs: readonly Tensor[], output: Tensor): Nd {
  const { operands, attributes } = rule.split(...withTensors(sample, (_, i) => inputs[i]!));
  const host = operands.map((x): Nd => {
    const at = inputs.indexOf(x);
    return at >= 0 ? values[at]! : { shape: x.shape as number[], data: x.attributes.data as Float64Array };
  });
  return rule.reference!(host, attributes as never, output.shape as number[]);
}

/**
 * Order 1: ⟨g, J v⟩ by differences equals ⟨Jᵀg, v⟩, and the jvp equals J v. Order 2: the same for the gradient map
 * x ↦ J(x)ᵀ g.
 */
async function checkDerivative(rule: Op, sample: Sample, seed: number, order: 1 | 2): Promise<void> {
  const values = drawAll(sample, seed);
  const along = directions(sample, seed);
  const cotangents = (tensors: readonly Tensor[], tag: string) =>
    tensors.map((y, i) => {
      const shape = y.shape as number[];
      return constant(normal(fold(fold(key(seed), tag), i), count(shape)), shape, y.dtype);
    });
  if (floats(applied(rule, sample, values).inputs).length === 0) return;
  const map = (at: readonly Nd[]) => {
    const { inputs, output } = applied(rule, sample, at);
    const first = [output];
    if (order === 1) return { inputs, outputs: first };
    return { inputs, outputs: vjp(first, floats(inputs), cotangents(first, "inner")) };
  };
  const flat = async (at: readonly Nd[]): Promise<Nd> => {
    const parts = await evaluate(map(at).outputs, { precision: "f64" });
    return { shape: [], data: Float64Array.from(parts.flatMap(({ data }) => [...data])) };
  };
  const numeric = await centralDifference((step) => flat(moved(values, along, step)));
  const { inputs, outputs } = map(values);
  const g = cotangents(outputs, "outer");
  const wrt = floats(inputs);
  if (!outputs.every(isFloat)) return;
  const directionOf = wrt.map((x) => along[inputs.indexOf(x)]!);
  const tangents = wrt.map((x, i) => constant(directionOf[i]!.data, x.shape as number[], x.dtype));
  const reverse = vjp(outputs, wrt, g);
  expect(reverse.every((each, i) => sameShape(each.shape, wrt[i]!.shape))).toBe(true);
  const analytic = inner(await evaluate(reverse, { precision: "f64" }), directionOf);
  const gFlat: Nd = {
    shape: [],
    data: Float64Array.from(g.flatMap((each) => [...(each.attributes.data as Float64Array)])),
  };
  const want = inner([gFlat], [numeric]);
  expect(Math.abs(analytic - want) / Math.max(1, Math.abs(want)), `vjp: ${analytic} against ${want}`).toBeLessThan(
    1e-6,
  );
  const forward = await evaluate(jvp(outputs, wrt, tangents), { precision: "f64" });
  const forwardFlat: Nd = { shape: [], data: Float64Array.from(forward.flatMap(({ data }) => [...data])) };
  expect(difference(forwardFlat, numeric), "jvp").toBeLessThan(1e-6);
}
