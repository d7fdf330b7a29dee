// Batches of particle systems whose particles all see each other.
import { batchOf } from "../data/batch.js";
import type { Column, Columns } from "../data/dataset.js";
import { chargedParticles, chargedStart } from "../data/datasets/chargedParticles.js";
import { fullyConnected } from "../data/neighbours.js";
import type { Graph } from "../engine/graph.js";
import { compile, numbers, type Value, value } from "../engine/session.js";
import { InputError } from "../error.js";
import { orthogonal } from "../group/groups/index.gen.js";
import { fold, type Key, normal, shuffled } from "../random.js";
import { trajectories } from "../train/plot.js";
import type { Section } from "../train/report.js";
import type { Prepared } from "./method.js";

interface Particles extends Columns {}
type Feeds = Readonly<Record<string, Value>>;

/** Samples per batch where nothing is learned. */
const evaluationBatch = 500;

/** Systems as disjoint unions, in an order drawn anew each epoch; the last incomplete batch of an epoch is dropped. */
export function particleBatches(
  { train, valid, test }: Readonly<Record<"train" | "valid" | "test", Particles>>,
  size: number,
  key: Key,
): Prepared {
  const samples = train.position!.shape[0]!;
  if (size > samples)
    throw new InputError("batch", { expected: `at most the ${samples} training samples`, got: String(size) });
  const perEpoch = Math.floor(samples / size);
  const graphs = new Map<number, Feeds>();
  const edgesFor = (count: number, nodes: number): Feeds => {
    if (!graphs.has(count)) graphs.set(count, edgeValues(nodes, count));
    return graphs.get(count)!;
  };
  let order: { epoch: number; of: Int32Array } | undefined;
  const feeds = (split: Particles, indices: Int32Array): Feeds => {
    const batch = batchOf(split, indices);
    return { ...particleValues(batch), ...edgesFor(indices.length, split.position!.shape[1]!) };
  };
  const whole = (split: Particles): Feeds[] => {
    const count = split.position!.shape[0]!;
    const starts = Array.from({ length: Math.ceil(count / evaluationBatch) }, (_, i) => i * evaluationBatch);
    return starts.map((start) =>
      feeds(
        split,
        Int32Array.from({ length: Math.min(evaluationBatch, count - start) }, (_, i) => start + i),
      ),
    );
  };
  return {
    batches(step) {
      const epoch = Math.floor(step / perEpoch);
      // Kept only to save work: the order of an epoch follows from its number.
      if (order?.epoch !== epoch) order = { epoch, of: shuffled(fold(key, epoch), samples) };
      const at = (step % perEpoch) * size;
      return feeds(train, order.of.subarray(at, at + size));
    },
    valid: whole(valid),
    test: whole(test),
    moved: whole(movedSamples(test, fold(key, "moved"))),
    example(from, nodes) {
      const { position, velocity, charge } = chargedStart(from, nodes);
      const { senders } = fullyConnected(nodes);
      return {
        position: { shape: [nodes, 3], data: position },
        velocity: { shape: [nodes, 3], data: velocity },
        charge: { shape: [nodes], data: charge },
        senders: { shape: [nodes, nodes - 1], data: Float64Array.from(senders) },
      };
    },
  };
}

/** Every system turned, perhaps reflected, and shifted by 5: the data are isotropic, but not the same from afar. */
function movedSamples(split: Particles, key: Key): Particles {
  const [rotated, shifted] = [["velocity"], ["position", "target"]];
  const [samples, nodes] = split.position!.shape as [number, number, number];
  const moves = Array.from({ length: samples }, (_, i) => {
    const direction = normal(fold(fold(key, i), "shift"), 3);
    return {
      rotation: orthogonal(3).random(fold(key, i)),
      shift: direction.map((x) => (5 * x) / Math.hypot(...direction)),
    };
  });
  const move = (column: Column, byShift: boolean): Column => {
    const data = new Float64Array(column.data.length);
    for (let row = 0; row < samples * nodes; row++) {
      const { rotation, shift } = moves[Math.floor(row / nodes)]!;
      for (let i = 0; i < 3; i++) {
        const turned = rotation[i]!.reduce((sum, r, j) => sum + r * column.data[3 * row + j]!, 0);
        data[3 * row + i] = turned + (byShift ? shift[i]! : 0);
      }
    }
    return { ...column, data };
  };
  return Object.fromEntries(
    Object.entries(split).map(([name, column]) => {
      const isMoved = rotated.includes(name) || shifted.includes(name);
      return [name, column && isMoved ? move(column, shifted.includes(name)) : column];
    }),
  );
}

function particleValues(batch: Particles): Feeds {
  return Object.fromEntries(
    ["position", "velocity", "charge", "target"].map((name) => [
      name,
      value(batch[name]!.data, batch[name]!.shape, "f32"),
    ]),
  );
}

function edgeValues(nodes: number, graphs: number): Feeds {
  const edges = fullyConnected(nodes, graphs);
  return {
    senders: { dtype: "i32", shape: [edges.nodes, edges.slots], data: edges.senders },
    reverse: { dtype: "i32", shape: [edges.nodes, edges.reverseSlots], data: edges.reverse },
  };
}

/** True paths of a few test systems, and where the model says each particle ends. */
export async function drawParticles(model: Graph): Promise<Section[]> {
  const count = 4;
  const split = chargedParticles({ train: 0, valid: 0, test: count, trajectory: true }).test;
  const [, nodes, frames] = split.trajectory!.shape as [number, number, number, number];
  const session = await compile(model, { threads: 1 });
  const batch = batchOf(
    split,
    Int32Array.from({ length: count }, (_, i) => i),
  );
  const feeds = { ...particleValues(batch), ...edgeValues(nodes, count) };
  const used = Object.fromEntries(Object.keys(session.inputs).map((name) => [name, feeds[name]!]));
  const predicted = numbers((await session.run(used)).predicted!).data;
  await session.close();
  const panels = Array.from({ length: count }, (_, system) => ({
    title: `test system ${system + 1}`,
    paths: Array.from({ length: nodes }, (_, particle) => {
      const node = system * nodes + particle;
      const path = Array.from({ length: frames }, (_, frame): [number, number] => {
        const at = (node * frames + frame) * 3;
        return [split.trajectory!.data[at]!, split.trajectory!.data[at + 1]!];
      });
      const end: [number, number] = [predicted[3 * node]!, predicted[3 * node + 1]!];
      return [
        { name: `particle ${particle + 1}`, kind: "true" as const, points: path },
        { name: `particle ${particle + 1}`, kind: "predicted" as const, points: [path[0]!, end] },
      ];
    }).flat(),
  }));
  return [
    {
      heading: "Where the particles go",
      figure: {
        svg: await trajectories(panels),
        caption:
          "x and y of four systems of the test split over 1,000 steps: solid the simulated path, dashed from the start to the predicted end.",
      },
    },
  ];
}
