import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../engine/evaluate.js";
import { vjp } from "../engine/grad.js";
import { substitute } from "../engine/graph.js";
import type { Nd } from "../engine/nd.js";
import { toOnnx } from "../engine/onnx/toOnnx.js";
import { numbers, open, runOrt, value } from "../engine/session.js";
import { constant, f32, type Tensor } from "../engine/tensor.js";
import { centralDifference, difference, inner, moved } from "../engine/testing.js";
import { trace } from "../engine/trace.js";
import { fold, type Key, key, normal } from "../random.js";
import type { Layer, LayerSample } from "./layer.js";
import { layers } from "./layers/index.gen.js";
import { type Parameter, withParameters } from "./scope.js";

const rules = Object.entries(layers) as unknown as [string, Layer<(...args: never[]) => unknown>][];
const property = (check: (seed: number) => Promise<void>) =>
  fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 - 1 }), check), { numRuns: 3, seed: 20260101 });

describe.each(rules)("%s", (name, rule) => {
  test("is named like its file and has samples", () => {
    expect(rule.name).toBe(name);
    expect(rule.samples.length).toBeGreaterThan(0);
  });

  // f64 round-off of some thousand operations: exact models show about 1e-14, broken ones 1e-3 and more.
  test.each(rule.samples)("is equivariant in f64 (sample %#)", (sample) =>
    property(async (seed) => {
      const x = inputsOf(sample, fold(key(seed), "x"));
      const g = sample.group.random(fold(key(seed), "g"));
      const act = (action: { act(g: never, x: Nd): Nd }, at: Nd): Nd => action.act(g as never, at);
      const gx = Object.fromEntries(Object.entries(x).map(([id, each]) => [id, act(sample.inputs[id]!.action, each)]));
      const [y, ygx] = [await outputsOf(sample, x, key(seed)), await outputsOf(sample, gx, key(seed))];
      for (const [id, action] of Object.entries(sample.outputs)) {
        expect(difference(ygx[id]!, act(action, y[id]!)), `${id} under ${sample.group.name}`).toBeLessThan(1e-10);
      }
    }),
  );

  test.each(rule.samples)(
    "gradients by inputs and parameters agree with central differences (sample %#)",
    async (sample) => {
      const made = bound(sample, key(5));
      const names = [...made.leaves.keys()];
      const values = names.map((id) => made.leaves.get(id)!);
      const along = values.map(({ shape, data }, i): Nd => ({ shape, data: normal(fold(key(6), i), data.length) }));
      const outputs = (at: readonly Nd[]) =>
        evaluate(made.at(new Map(names.map((id, i) => [id, at[i]!]))).outputs, { precision: "f64" });
      const flat = (parts: readonly Nd[]): Nd => ({
        shape: [],
        data: Float64Array.from(parts.flatMap(({ data }) => [...data])),
      });
      const numeric = await centralDifference(async (step) => flat(await outputs(moved(values, along, step))));
      const at = made.at(made.leaves);
      const g = at.outputs.map((y, i) =>
        constant(normal(fold(key(7), i), size(y.shape as number[])), y.shape as number[]),
      );
      const found = await evaluate(vjp(at.outputs, at.wrt, g), { precision: "f64" });
      const want = inner(
        [flat(g.map((each) => ({ shape: [], data: each.attributes.data as Float64Array })))],
        [numeric],
      );
      expect(Math.abs(inner(found, along) - want) / Math.max(1, Math.abs(want))).toBeLessThan(1e-6);
    },
  );

  test.each(rule.samples)("runs the same from its ONNX bytes (sample %#)", async (sample) => {
    const x = inputsOf(sample, key(3));
    const made = bound(sample, key(3));
    const graph = trace(
      (inputs) => {
        const wanted = new Map(made.inputLeaves.map(([id, leaf]) => [leaf, inputs[`in.${id}`]!]));
        return Object.fromEntries(Object.keys(made.symbolic).map((id, i) => [id, made.withConstants(wanted)[i]!]));
      },
      Object.fromEntries(Object.entries(sample.inputs).map(([id, { shape }]) => [`in.${id}`, f32(...shape)])),
    );
    const session = await open(toOnnx(graph), { threads: 1 });
    const feeds = Object.fromEntries(
      Object.entries(x).map(([id, { shape, data }]) => [`in.${id}`, value(data, shape, "f32")]),
    );
    const got = await runOrt(session, feeds);
    const want = await outputsOf(sample, x, key(3));
    for (const id of Object.keys(sample.outputs)) expect(difference(numbers(got[id]!), want[id]!)).toBeLessThan(1e-4);
  });
});

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const inputsOf = (sample: LayerSample, from: Key): Record<string, Nd> =>
  Object.fromEntries(
    Object.entries(sample.inputs).map(([id, { shape }]) => [id, { shape, data: normal(fold(from, id), size(shape)) }]),
  );

/** The sample's graph, and ways to put values for its inputs and parameters. */
function bound(sample: LayerSample, from: Key) {
  const graph = { inputs: {} as Record<string, Tensor> };
  const { value: symbolic, parameters } = withParameters((scope) => {
    graph.inputs = Object.fromEntries(
      Object.entries(sample.inputs).map(([id, { shape }]) => [id, constant(new Float64Array(size(shape)), shape)]),
    );
    return sample.call(scope, graph.inputs);
  });
  const roots = Object.values(symbolic);
  const weights = (each: Parameter): Nd => ({
    shape: each.shape,
    data: Float64Array.from(each.initial(fold(from, each.path), size(each.shape))),
  });
  const leaves = new Map<string, Nd>([
    ...Object.entries(inputsOf(sample, from)),
    ...parameters.map((each): [string, Nd] => [`parameter ${each.path}`, weights(each)]),
  ]);
  const leafOf = new Map<string, Tensor>([
    ...Object.entries(graph.inputs),
    ...parameters.map((each): [string, Tensor] => [`parameter ${each.path}`, each.leaf]),
  ]);
  return {
    symbolic,
    leaves,
    inputLeaves: Object.entries(graph.inputs),
    withConstants: (inputs: ReadonlyMap<Tensor, Tensor>) =>
      substitute(
        roots,
        new Map([
          ...parameters.map((each) => [each.leaf, constant(weights(each).data, each.shape)] as const),
          ...inputs,
        ]),
      ),
    at(values: ReadonlyMap<string, Nd>) {
      const tensors = new Map([...values].map(([id, { shape, data }]) => [leafOf.get(id)!, constant(data, shape)]));
      return {
        outputs: substitute(roots, tensors),
        wrt: [...values.keys()].map((id) => tensors.get(leafOf.get(id)!)!),
      };
    },
  };
}

async function outputsOf(sample: LayerSample, x: Record<string, Nd>, from: Key): Promise<Record<string, Nd>> {
  const made = bound(sample, from);
  const tensors = new Map([...made.leaves, ...Object.entries(x)]);
  const values = await evaluate(made.at(tensors).outputs, { precision: "f64" });
  return Object.fromEntries(Object.keys(made.symbolic).map((id, i) => [id, values[i]!]));
}
