// What every method is held to at its tiny configuration.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gradients } from "../engine/grad.js";
import type { Graph } from "../engine/graph.js";
import { compile, numbers, type Value, value } from "../engine/session.js";
import { inputName } from "../engine/tensor.js";
import { centralDifference } from "../engine/testing.js";
import { initialize, layout } from "../nn/scope.js";
import { fold, key, normal } from "../random.js";
import { shippedModel, type TracedTask } from "../train/step.js";
import { type Fitted, fitModel, taskOf, type Watcher } from "./fit.js";
import type { Method, Prepared } from "./method.js";
import { methods } from "./methods/index.gen.js";
import { controlBreak, proveEquivariance } from "./proof.js";
import { ship } from "./ship.js";

const all = Object.entries(methods).map(([name, method]) => ({ name, method: method as unknown as Method }));
const quiet: Watcher = { start: () => ({ step: () => {}, end: () => {} }) };
const camelCase = (slug: string) => slug.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const from = key(20260101);

describe.each(all)("$name", ({ name, method }) => {
  const config = method.config.tiny;
  const models = Object.entries({ [method.slug]: method.model, ...buildersOf(method) });
  let dir: string;
  let prepared: Prepared;
  let task: TracedTask;
  let fitted: Fitted;
  /** The shipped model as it starts, and trained. */
  let graphs: Readonly<Record<"initialised" | "trained", Graph>>;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "equivar-method-"));
    prepared = method.prepare(config, from);
    task = taskOf(method, method.model, config);
    fitted = await fitModel(name, method.model, {
      ...{ method, config, prepared, key: from, threads: 1, watcher: quiet },
    });
    graphs = {
      initialised: shippedModel(task, initialize(task.parameters, from)),
      trained: shippedModel(fitted.task, fitted.trained.best.parameters),
    };
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  test("is named by its slug, and says what it is", () => {
    expect(camelCase(method.slug)).toBe(name);
    expect(method.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(Number.isInteger(method.n) && method.n > 0).toBe(true);
    for (const text of [method.family, method.about, method.paper.title, method.paper.by]) expect(text).not.toBe("");
    for (const { about } of Object.values(method.baselines)) expect(about).not.toBe("");
    expect(new Set(method.claims.map(({ id }) => id)).size).toBe(method.claims.length);
  });

  test("states a symmetry of inputs and outputs that the shipped model has", () => {
    expect(method.symmetry.length).toBeGreaterThan(0);
    const names = graphs.trained.inputs.map(inputName);
    for (const { inputs, outputs } of method.symmetry) {
      expect(names).toEqual(expect.arrayContaining(Object.keys(inputs)));
      expect(Object.keys(graphs.trained.outputs)).toEqual(expect.arrayContaining(Object.keys(outputs)));
    }
  });

  test("gives examples of the shipped inputs and no others, at every size", () => {
    const wanted = graphs.trained.inputs.map(inputName).sort();
    for (const nodes of method.exampleNodes) expect(Object.keys(prepared.example(from, nodes)).sort()).toEqual(wanted);
  });

  test.each(models)("predicts the shapes of the targets (%s)", async (_, build) => {
    const traced = taskOf(method, build, config);
    const session = await compile(
      { inputs: [...traced.inputs, ...traced.parameters.map(({ leaf }) => leaf)], outputs: traced.predicted },
      { threads: 1 },
    );
    const batch = prepared.batches(0);
    const results = await session.run(used(session.inputs, { ...batch, ...parameterValues(traced, "f32") }));
    await session.close();
    expect(Object.keys(results).sort()).toEqual(Object.keys(method.targets).sort());
    for (const [output, target] of Object.entries(method.targets)) {
      expect(results[output]!.shape).toEqual(batch[target]!.shape);
      expect(numbers(results[output]!).data.every(Number.isFinite)).toBe(true);
    }
  });

  test.each(models)("has the gradient that differences of the loss show, in f64 (%s)", async (_, build) => {
    const traced = taskOf(method, build, config);
    const leaves = traced.parameters.map(({ leaf }) => leaf);
    const g = Object.fromEntries(gradients(traced.loss, leaves).map((each, i) => [`d${i}`, each]));
    const session = await compile(
      { inputs: [...traced.inputs, ...leaves], outputs: { loss: traced.loss, ...g } },
      { precision: "f64", threads: 1 },
    );
    const batch = Object.fromEntries(
      Object.entries(prepared.batches(0)).map(([id, { data, shape }]) => {
        return [id, value(Float64Array.from(data as Float32Array, Number), shape, session.inputs[id]!.dtype)];
      }),
    );
    const along = normal(fold(from, "along"), initialize(traced.parameters, from).length);
    const at = (step: number) => session.run({ ...batch, ...parameterValues(traced, "f64", along, step) });
    const results = await at(0);
    const found = layout(traced.parameters).reduce((sum, { start }, i) => {
      return sum + numbers(results[`d${i}`]!).data.reduce((s, each, k) => s + each * along[start + k]!, 0);
    }, 0);
    const numeric = await centralDifference(async (step) => numbers((await at(step)).loss!), 1e-4);
    await session.close();
    expect(Math.abs(found / numeric.data[0]! - 1)).toBeLessThan(1e-6);
  });

  test.each(["initialised", "trained"] as const)("is equivariant under every group it states (%s)", async (state) => {
    const results = await proveEquivariance(method, graphs[state], prepared, fold(from, state));
    expect(results).toHaveLength(method.symmetry.length);
    for (const { group, f32, f64, holds } of results) expect({ group, f32, f64, holds }).toMatchObject({ holds: true });
  });

  test("fails its audit when broken on purpose, by the size of the break", async () => {
    const { value: measured, truth, caught } = await controlBreak(method, graphs.trained, prepared, from);
    expect(caught).toBe(true);
    expect(measured).toBeGreaterThan(1e3 * method.tolerance.f64);
    expect(Math.abs(measured / truth - 1)).toBeLessThan(1e-6);
  });

  test("is read back from its ONNX file, at every size", async () => {
    const { maxAbsDiff, holds, ranOn, dynamicAxes } = await ship(method, graphs.trained, prepared, dir, from);
    expect(maxAbsDiff).toBeLessThan(1e-6);
    expect(holds).toBe(true);
    expect(ranOn).toEqual(method.exampleNodes);
    if (method.exampleNodes.length > 1) expect(dynamicAxes.length).toBeGreaterThan(0);
  });

  test("learns: the validation loss falls from where it starts", async () => {
    const untrained = { ...config, training: { ...config.training, steps: 1, rate: 0 } };
    const start = await fitModel(name, method.model, {
      ...{ method, config: untrained, prepared, key: from, threads: 1, watcher: quiet },
    });
    expect(fitted.trained.best.loss).toBeLessThan(0.9 * start.trained.best.loss);
    expect(fitted.test).toBeLessThan(start.test);
  });
});

const buildersOf = (method: Method) =>
  Object.fromEntries(Object.entries(method.baselines).map(([name, { build }]) => [name, build]));

/** Starting values, moved by `step` along a direction in f64. */
function parameterValues({ parameters }: TracedTask, dtype: "f32" | "f64", along?: Float64Array, step = 0) {
  const flat = Float64Array.from(initialize(parameters, from));
  const moved = along ? flat.map((each, i) => each + step * along[i]!) : flat;
  return Object.fromEntries(
    layout(parameters).map(({ parameter: { path, shape }, start, end }): [string, Value] => {
      return [path, value(moved.subarray(start, end), shape, dtype)];
    }),
  );
}

const used = (inputs: object, values: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in inputs));
