// The authors' code and ours, on the same weights, in f64. @source test/golden/egnn, made by golden/egnn.py
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fullyConnected } from "../../data/neighbours.js";
import { gradients } from "../../engine/grad.js";
import type { Nd } from "../../engine/nd.js";
import { compile, numbers, type Value, value } from "../../engine/session.js";
import type { Parameter } from "../../nn/scope.js";
import type { TracedTask } from "../../train/step.js";
import { taskOf } from "../fit.js";
import { egnn } from "./egnn.js";

interface Plain {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Golden {
  readonly width: number;
  readonly layers: number;
  readonly graphs: number;
  readonly inputs: Readonly<Record<string, Plain>>;
  readonly weights: Readonly<Record<string, Plain>>;
  readonly predicted: Plain;
  readonly loss: number;
  /** Absent where PyTorch has none: the last layer's features are not used. */
  readonly gradients: Readonly<Record<string, Plain>>;
}
const golden = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../../../test/golden/egnn/${name}.json`, import.meta.url), "utf8"));

/** Our layers by their names; theirs are numbered within a Sequential. */
const layerNames: Readonly<Record<string, string>> = {
  "edge_mlp.0": "edge0",
  "edge_mlp.2": "edge1",
  "coord_mlp.0": "coordinate.0",
  "coord_mlp.2": "coordinate.1",
  "coord_mlp_vel.0": "velocity.0",
  "coord_mlp_vel.2": "velocity.1",
  "node_mlp.0": "node.0",
  "node_mlp.2": "node.1",
};
const outerNames: Readonly<Record<string, string>> = {
  embedding: "embedding",
  "embedding.0": "embedding",
  "decoder.0": "decoder.0",
  "decoder.2": "decoder.1",
};

/** Their tensor as ours: [out, in] is turned over, and the first edge layer falls apart by what its columns act on. */
function ours(name: string, { shape, data }: Plain, width: number): [path: string, values: number[]][] {
  const [, layer, inner, kind] = /^(?:gcl_(\d+)\.)?(.+)\.(weight|bias)$/.exec(name)!;
  const path = layer === undefined ? outerNames[inner!]! : `layer${layer}.${layerNames[inner!]!}`;
  if (kind === "bias") return [[`${path}.bias`, [...data]]];
  const [rows, columns] = shape as [number, number];
  const turned = (from: number, to: number) =>
    Array.from({ length: (to - from) * rows }, (_, i) => data[(i % rows) * columns + from + Math.floor(i / rows)]!);
  if (!path.endsWith("edge0")) return [[`${path}.weight`, turned(0, columns)]];
  return [
    [`${path}.receiver`, turned(0, width)],
    [`${path}.sender`, turned(width, 2 * width)],
    [`${path}.edge`, turned(2 * width, columns)],
  ];
}

const mapped = (all: Readonly<Record<string, Plain>>, width: number): Map<string, number[]> =>
  new Map(Object.entries(all).flatMap(([name, plain]) => ours(name, plain, width)));

/** Prediction, loss and gradients by path, of a task at the given weights, in f64. */
async function evaluated(task: TracedTask, { inputs, graphs }: Golden, weights: Map<string, number[]>) {
  const leaves = task.parameters.map(({ leaf }) => leaf);
  const outputs = Object.fromEntries(gradients(task.loss, leaves).map((g, i) => [`d ${task.parameters[i]!.path}`, g]));
  const session = await compile(
    { inputs: [...task.inputs, ...leaves], outputs: { ...task.predicted, loss: task.loss, ...outputs } },
    { precision: "f64", threads: 1 },
  );
  const edges = fullyConnected(inputs.position!.shape[0]! / graphs, graphs);
  const parameter = ({ path, shape }: Parameter): [string, Value] => [path, value(weights.get(path)!, shape, "f64")];
  const results = await session.run({
    ...Object.fromEntries(Object.entries(inputs).map(([name, { data, shape }]) => [name, value(data, shape, "f64")])),
    senders: value(edges.senders, [edges.nodes, edges.slots], "i32"),
    reverse: value(edges.reverse, [edges.nodes, edges.reverseSlots], "i32"),
    ...Object.fromEntries(task.parameters.map(parameter)),
  });
  await session.close();
  return new Map(Object.entries(results).map(([name, result]) => [name, numbers(result)]));
}

/** ‖a − b‖ / ‖b‖. */
function distance(a: Nd, b: readonly number[]): number {
  expect(a.data).toHaveLength(b.length);
  const norm = (values: readonly number[]) => Math.hypot(...values);
  return norm(b.map((each, i) => each - a.data[i]!)) / norm(b);
}

describe.each([
  { name: "egnnVelocity", build: egnn.model },
  { name: "gnn", build: egnn.baselines.gnn!.build },
])("$name", ({ name, build }) => {
  const expected = golden(name);
  const { width, layers } = expected;
  const task = taskOf(egnn, build, { ...egnn.config.tiny, width, layers });
  const weights = mapped(expected.weights, width);

  test("has the authors' parameters", () => {
    expect(task.parameters.map(({ path }) => path).sort()).toEqual([...weights.keys()].sort());
    for (const { path, shape } of task.parameters)
      expect(weights.get(path), path).toHaveLength(shape.reduce((a, b) => a * b, 1));
  });

  test("gives the authors' predictions, loss and gradients", async () => {
    const found = await evaluated(task, expected, weights);
    expect(distance(found.get("predicted")!, expected.predicted.data)).toBeLessThan(1e-10);
    expect(Math.abs(found.get("loss")!.data[0]! / expected.loss - 1)).toBeLessThan(1e-10);
    const wanted = mapped(expected.gradients, width);
    for (const { path } of task.parameters) {
      const g = found.get(`d ${path}`)!;
      if (wanted.has(path)) expect(distance(g, wanted.get(path)!), path).toBeLessThan(1e-10);
      else expect(g.data.every((each) => each === 0)).toBe(true);
    }
  });
});
