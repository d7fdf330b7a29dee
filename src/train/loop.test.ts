import { describe, expect, test } from "vitest";
import type { Value } from "../engine/index.js";
import { sqrt, square } from "../engine/ops/index.gen.js";
import { compile, value } from "../engine/session.js";
import { f32 } from "../engine/tensor.js";
import { zeros } from "../nn/initializer.js";
import { dense, mlp } from "../nn/layers/index.gen.js";
import { meanSquaredError } from "../nn/losses/index.gen.js";
import { adam, sgd } from "../nn/optimizers/index.gen.js";
import { fold, key, normal } from "../random.js";
import type { Checkpoint } from "./checkpoint.js";
import { DivergenceError, joined, meanLoss, type Store, type Trained, type Training, train } from "./loop.js";
import type { Entry } from "./record.js";
import { cosine } from "./schedules/index.gen.js";
import { evaluationStep, traceTask } from "./step.js";

const task = traceTask({
  inputs: { x: f32("n", 3), y: f32("n", 1) },
  model: (scope, { x }) => ({ predicted: mlp(scope.child("mlp"), x, [6, 1]) }),
  loss: ({ predicted }, { y }) => meanSquaredError(predicted!, y),
});

/** y = x₀ − 2 x₁ + x₀ x₂/2, drawn anew each step. */
function batch(step: number, rows = 8): Readonly<Record<string, Value>> {
  const x = normal(fold(key(3), step), 3 * rows);
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const [a, b, c] = [x[3 * i]!, x[3 * i + 1]!, x[3 * i + 2]!];
    return a - 2 * b + (a * c) / 2;
  });
  return { x: value(x, [rows, 3], "f32"), y: value(y, [rows, 1], "f32") };
}

const base: Training = {
  task,
  key: key(1),
  steps: 23,
  rate: 0.02,
  optimizer: adam(),
  schedule: cosine(),
  clip: 1,
  ema: 0.9,
  batches: batch,
  valid: { every: 5, batches: [batch(1001, 16), batch(1002, 16)] },
  threads: 1,
};

/** A store in memory, with the record cut at the checkpoint when a run goes on, as files do it. */
function memory() {
  let saved: Record<string, Checkpoint> = {};
  let lines: Entry[] = [];
  const copied = ({ tensors, state }: Checkpoint): Checkpoint => structuredClone({ tensors, state });
  const store: Store = {
    load: () => saved.latest,
    save: (name, checkpoint) => {
      saved = { ...saved, [name]: copied(checkpoint) };
    },
    append: (entry) => lines.push(entry),
  };
  return {
    store,
    at: (name: "latest" | "best") => saved[name]!,
    lines: () => lines,
    /** What a killed process leaves: the lines after the checkpoint are written again. */
    reopen() {
      const step = (saved.latest?.state.step as number | undefined) ?? 0;
      lines = lines.filter((line) => line.step! <= step);
    },
  };
}

/** Stops at the given steps, each time going on from the checkpoint; by the signal, or as a kill does, without a word. */
async function interrupted(options: Training, stops: readonly number[], by: "abort" | "throw") {
  const kept = memory();
  for (const stop of stops) {
    const controller = new AbortController();
    const onStep = (step: number) => {
      if (step !== stop) return;
      if (by === "throw") throw new Error("killed");
      controller.abort(new Error("stopped"));
    };
    const run = train({ ...options, store: kept.store, onStep, signal: controller.signal });
    await expect(run).rejects.toThrow(by === "abort" ? "stopped" : "killed");
    kept.reopen();
  }
  return { kept, trained: await train({ ...options, store: kept.store }) };
}

const bytes = (x: Float32Array) => Buffer.from(x.buffer, x.byteOffset, x.byteLength).toString("hex");
const tensorBytes = ({ tensors }: Checkpoint) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, bytes(data as Float32Array)]));
const figures = ({ facts: _, parameters, best, ...rest }: Trained) => ({
  ...rest,
  parameters: bytes(parameters),
  best: { ...best, parameters: bytes(best.parameters) },
});

describe("batches of one size run in a session for it, others in one for all", () => {
  const never = { ...task, sized: () => never };
  test.each<[string, (step: number) => number]>([
    ["one size", () => 8],
    ["one that is smaller", (step) => (step === 7 ? 3 : 8)],
    ["all different", (step) => 2 + (step % 5)],
  ])("%s", async (_, rows) => {
    const batches = (step: number) => batch(step, rows(step));
    const [found, want] = await Promise.all([task, never].map((task) => train({ ...base, task, batches })));
    const largest = Math.max(...found!.parameters.map((x, i) => Math.abs(x - want!.parameters[i]!)));
    expect(largest).toBeLessThan(1e-5);
    const options = { ...base, batches, checkpointEvery: 4 };
    const [whole, parts] = [await train(options), await interrupted(options, [6, 9], "throw")];
    expect(figures(parts.trained)).toEqual(figures(whole));
  });

  test("and a batch that does not fit says so", async () => {
    const batches = (step: number) => (step < 2 ? batch(step) : { x: batch(step).x!, y: batch(step, 5).y! });
    await expect(train({ ...base, batches })).rejects.toThrow("run: y: expected f32 [n, 1] with n = 8, got f32 [5, 1]");
    await expect(train({ ...base, batches: () => ({ x: batch(0).x! }) })).rejects.toThrow(
      "run: y: expected f32 [8, 1], got nothing",
    );
  });
});

test("the loss goes down", async () => {
  const { losses, best } = await train({ ...base, steps: 300, clip: undefined, ema: undefined, valid: base.valid! });
  expect(best.loss).toBeLessThan(0.1 * losses[0]!.valid!);
});

describe("a run that was stopped and resumed", () => {
  test.each([
    { stops: [1], checkpointEvery: 1 },
    { stops: [7, 7, 16], checkpointEvery: 4 },
    { stops: [3, 12, 22], checkpointEvery: 5 },
    { stops: [9], checkpointEvery: 200 },
  ])("ends with the same bytes, by signal at $stops, checkpoint every $checkpointEvery", async (given) => {
    const options = { ...base, checkpointEvery: given.checkpointEvery };
    const whole = memory();
    const expected = await train({ ...options, store: whole.store });
    // A signal saves where it stops, so that the same step does not come twice.
    const byAbort = await interrupted(options, [...new Set(given.stops)], "abort");
    const byKill = await interrupted(options, given.stops, "throw");
    for (const { kept, trained } of [byAbort, byKill]) {
      expect(figures(trained)).toEqual(figures(expected));
      expect(tensorBytes(kept.at("latest"))).toEqual(tensorBytes(whole.at("latest")));
      expect(kept.at("latest").state).toEqual(whole.at("latest").state);
      expect(tensorBytes(kept.at("best"))).toEqual(tensorBytes(whole.at("best")));
      expect(kept.lines()).toEqual(whole.lines());
    }
  });

  test("keeps parameters, both moments, the average and the best", async () => {
    const { store, at } = memory();
    await train({ ...base, store });
    const vectors = new Set(Object.keys(at("latest").tensors).map((name) => name.split("/")[0]));
    expect([...vectors]).toEqual(["parameters", "optimizer.mean", "optimizer.square", "ema", "best"]);
  });

  test("has nothing to do where it had ended", async () => {
    const { store } = memory();
    const first = await train({ ...base, store });
    let steps = 0;
    const second = await train({ ...base, store, onStep: () => steps++ });
    expect(steps).toBe(0);
    expect(figures(second)).toEqual(figures(first));
  });

  test("is refused where the model is another", async () => {
    const { store } = memory();
    await train({ ...base, store });
    const wider = traceTask({
      inputs: { x: f32("n", 3), y: f32("n", 1) },
      model: (scope, { x }) => ({ predicted: mlp(scope.child("mlp"), x, [7, 1]) }),
      loss: ({ predicted }, { y }) => meanSquaredError(predicted!, y),
    });
    await expect(train({ ...base, task: wider, store })).rejects.toThrow(
      "checkpoint: expected parameters/mlp.0.weight as F32 [3, 7], got F32 [3, 6]. " +
        "The model or its config differs from the one that was trained",
    );
  });
});

test("the best parameters are those of the best validation loss", async () => {
  // So large a rate that the loss does not end at its best.
  const { best, losses } = await train({ ...base, optimizer: sgd(), rate: 0.25, clip: undefined, steps: 40 });
  const valid = losses.map((each) => each.valid!);
  expect(best.loss).toBe(Math.min(...valid));
  expect(best.step).toBe(losses[valid.indexOf(best.loss)]!.step);
  const session = await compile(evaluationStep(task), { threads: 1 });
  expect(await meanLoss(session, best.parameters, base.valid!.batches)).toBe(best.loss);
  await session.close();
});

test("the average follows ema ← ema + (1 − decay)(parameters − ema), from the parameters at the start", async () => {
  const { store, at } = memory();
  const vectors: { parameters: Float32Array; ema: Float32Array }[] = [];
  const keep: Store = {
    ...store,
    save(name, checkpoint) {
      store.save(name, checkpoint);
      const vector = (id: string) => joined(task.parameters, id, at(name));
      if (name === "latest") vectors.push({ parameters: vector("parameters"), ema: vector("ema") });
    },
  };
  await train({ ...base, steps: 6, checkpointEvery: 1, store: keep, rate: 0.1 });
  expect(vectors).toHaveLength(6);
  for (const [i, { parameters, ema }] of vectors.entries()) {
    if (i === 0) continue;
    const before = vectors[i - 1]!.ema;
    ema.forEach((each, k) => {
      expect(Math.abs(each - (before[k]! + 0.1 * (parameters[k]! - before[k]!)))).toBeLessThan(1e-7);
    });
  }
});

describe("clipping", () => {
  /** Plain descent by 1 from the same start: the move is the gradient as it was used. */
  async function move(clip: number | undefined) {
    const { store, at, lines } = memory();
    const plain = { ...base, optimizer: sgd(), schedule: { name: "flat", factor: () => 1 }, steps: 1, rate: 1 };
    const { parameters } = await train({ ...plain, ema: undefined, clip, store });
    const { parameters: start } = await train({ ...plain, ema: undefined, clip, rate: 0 });
    expect(at("latest").state.step).toBe(1);
    const reported = lines().find(({ kind }) => kind === "step")!.gradientNorm as number;
    return { gradient: start.map((each, i) => each - parameters[i]!), reported };
  }
  const norm = (x: Float32Array) => Math.hypot(...x);

  test("bounds the norm and keeps the direction", async () => {
    const [free, clipped] = [await move(undefined), await move(0.25)];
    expect(norm(free.gradient)).toBeGreaterThan(1);
    expect(Math.abs(norm(clipped.gradient) / 0.25 - 1)).toBeLessThan(1e-5);
    const cosine = free.gradient.reduce((sum, each, i) => sum + each * clipped.gradient[i]!, 0);
    expect(cosine / norm(free.gradient) / norm(clipped.gradient)).toBeCloseTo(1, 6);
    // The record tells the norm before clipping.
    expect(clipped.reported).toBe(free.reported);
    expect(Math.abs(free.reported / norm(free.gradient) - 1)).toBeLessThan(1e-5);
  });

  test("leaves a short gradient alone", async () => {
    const [free, clipped] = [await move(undefined), await move(1000)];
    expect(bytes(clipped.gradient)).toBe(bytes(free.gradient));
  });
});

describe("a run that diverges", () => {
  const wild: Training = { ...base, optimizer: sgd(), rate: 1e6, clip: undefined, ema: undefined, steps: 30 };

  test("stops and says where", async () => {
    const failure = await train(wild).catch((error) => error);
    expect(failure).toBeInstanceOf(DivergenceError);
    expect(failure.message).toMatch(
      /^train: expected a finite (loss|gradient norm), got (NaN|Infinity) at step \d+\. Lower the rate, or clip the gradient$/,
    );
  });

  test("is found out by its gradient where the loss is still finite", async () => {
    const kinked = traceTask({
      inputs: { x: f32("n", 3), y: f32("n", 1) },
      model: (scope) => ({ predicted: sqrt(square(scope.parameter("w", [1, 1], zeros))) }), // 0/0 at 0
      loss: ({ predicted }, { y }) => meanSquaredError(predicted!, y),
    });
    const { store, at } = memory();
    await expect(train({ ...base, task: kinked, store, checkpointEvery: 1 })).rejects.toThrow(
      "train: expected a finite gradient norm, got NaN at step 1. Lower the rate, or clip the gradient",
    );
    expect(at("latest")).toBeUndefined();
  });

  test("leaves a checkpoint whose numbers are finite", async () => {
    const { store, at } = memory();
    await expect(train({ ...wild, store, checkpointEvery: 1 })).rejects.toThrow(DivergenceError);
    for (const { data } of Object.values(at("latest").tensors))
      expect((data as Float32Array).every(Number.isFinite)).toBe(true);
  });
});

test("a run without validation takes the parameters of its end", async () => {
  const single = traceTask({
    inputs: { x: f32("n", 3), y: f32("n", 1) },
    model: (scope, { x }) => ({ predicted: dense(scope.child("dense"), x, 1) }),
    loss: ({ predicted }, { y }) => meanSquaredError(predicted!, y),
  });
  const { valid: _, ...rest } = base;
  const { best, parameters, losses } = await train({ ...rest, task: single });
  expect(best.step).toBe(base.steps);
  expect(bytes(best.parameters)).toBe(bytes(parameters));
  expect(losses).toEqual([{ step: base.steps, train: best.loss }]);
});
