// The whole training step of EGNN at its standard size gives the same bytes each time, with two threads: no sum races.
import { expect, test } from "vitest";
import { compile, type Session, type Value, zeros } from "../engine/session.js";
import { initialize } from "../nn/scope.js";
import { key } from "../random.js";
import { trainingStep } from "../train/step.js";
import { taskOf } from "./fit.js";
import { egnn } from "./methods/egnn.js";

const runs = 200;
const { training, ...standard } = egnn.config.standard;
const config = { ...standard, samples: [100, 1, 1] as const, training: { ...training, batch: 100 } };

test(`EGNN's training step is the same in ${runs} runs with two threads, and that of one thread within round-off`, async () => {
  const task = taskOf(egnn, egnn.model, config);
  const graph = trainingStep(task, training);
  const parameters = initialize(task.parameters, key(1));
  const shape = [parameters.length];
  const feeds: Record<string, Value> = {
    ...egnn.prepare(config, key(2)).batches(0),
    parameters: { dtype: "f32", shape, data: parameters },
    // With such a second moment Adam's move is linear in the gradient; with 0, as at the start, it is its sign, whatever
    // the size, and round-off around 0 would count in full.
    "optimizer.mean": zeros(shape, "f32"),
    "optimizer.square": { dtype: "f32", shape, data: new Float32Array(shape[0]!).fill(1e-4) },
    step: { dtype: "f32", shape: [], data: Float32Array.of(100) },
    rate: { dtype: "f32", shape: [], data: Float32Array.of(training.rate) },
  };
  const [two, one] = [await compile(graph, { threads: 2 }), await compile(graph, { threads: 1 })];
  const results = arraysFor(two, shape);
  await two.run(feeds, results);
  const first = copied(results);
  let differing = 0;
  for (let run = 1; run < runs; run++) {
    await two.run(feeds, results);
    if (!sameBytes(results, first)) differing++;
  }
  expect(differing).toBe(0);

  await one.run(feeds, results);
  const move = (name: string, values: Readonly<Record<string, Value>>) =>
    (values[`next.${name}`]!.data as Float32Array).map((each, i) => each - (feeds[name]!.data as Float32Array)[i]!);
  for (const name of ["parameters", "optimizer.mean", "optimizer.square"]) {
    const [a, b] = [move(name, results), move(name, first)];
    const relative = norm(a.map((each, i) => each - b[i]!)) / norm(a);
    // Threads split the sums over 2,000 edges, so that they round otherwise: √2000 roundings of 6e-8 are 3e-6. The move is
    // read off as a difference of parameters of 0.1, whose last digit is 1e-8, of moves of some 1e-4: 1e-4 more.
    expect(relative, name).toBeLessThan(2e-4);
  }
  expect(Math.abs(Number(results.loss!.data[0]) / Number(first.loss!.data[0]) - 1)).toBeLessThan(1e-5);
  await two.close();
  await one.close();
});

const norm = (x: Float32Array) => Math.sqrt(x.reduce((sum, each) => sum + each ** 2, 0));
const arraysFor = ({ outputs }: Session, shape: readonly number[]): Record<string, Value> =>
  Object.fromEntries(outputs.map((name) => [name, zeros(name.startsWith("next.") ? shape : [], "f32")]));
const copied = (values: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).map(([name, each]) => [name, { ...each, data: each.data.slice() }]));
const bytes = ({ data }: Value) => Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
const sameBytes = (a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>) =>
  Object.keys(a).every((name) => bytes(a[name]!).equals(bytes(b[name]!)));
