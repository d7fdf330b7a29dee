// Batches of small crystals with energies and forces, as potentials take them.
import type { Column, Columns } from "../data/dataset.js";
import { diamond, silicon } from "../data/datasets/silicon.js";
import { edgeRows, vectorsInRows } from "../data/edgeRows.js";
import { periodicNeighbours } from "../data/periodicNeighbours.js";
import { type Value, value } from "../engine/session.js";
import { specialOrthogonal } from "../group/groups/index.gen.js";
import type { Matrix } from "../group/matrix.js";
import { fold, type Key, normal, shuffled } from "../random.js";
import type { Prepared } from "./method.js";

type Feeds = Readonly<Record<string, Value>>;

/** What a batch needs of a crystal. */
interface Crystal {
  readonly energy: number;
  /** [atoms, 3] */
  readonly forces: Float64Array;
  /** [edges] */
  readonly senders: Int32Array;
  readonly receivers: Int32Array;
  /** [edges, 3] */
  readonly vectors: Float64Array;
}

const atoms = 8;
/** Crystals per batch where nothing is learned. */
const evaluationBatch = 50;

/** Silicon in batches of `size`, in an order drawn anew each epoch; the last incomplete batch of an epoch is dropped. */
export function crystalBatches(
  counts: { readonly train: number; readonly valid: number; readonly test: number },
  size: number,
  cutoff: number,
  key: Key,
): Prepared {
  const splits = silicon(counts);
  const [train, valid, test] = [splits.train, splits.valid, splits.test].map((split) => crystalsOf(split, cutoff)) as [
    Crystal[],
    Crystal[],
    Crystal[],
  ]; // three
  const perEpoch = Math.floor(train.length / size);
  const moved = test.map((crystal, i) => turned(crystal, specialOrthogonal(3).random(fold(fold(key, "moved"), i))));
  return {
    batches(step) {
      const order = shuffled(fold(key, Math.floor(step / perEpoch)), train.length);
      const at = (step % perEpoch) * size;
      return union(
        Array.from(order.subarray(at, at + size), (i) => train[i]!),
        cutoff,
      );
    },
    valid: whole(valid, cutoff),
    test: whole(test, cutoff),
    moved: whole(moved, cutoff),
    example(from, nodes) {
      const crystals = Array.from({ length: nodes / atoms }, (_, i) => hot(fold(from, i), cutoff));
      const { trueEnergy: _, trueForces: __, ...inputs } = union(crystals, cutoff);
      return Object.fromEntries(
        Object.entries(inputs).map(([name, { shape, data }]) => [
          name,
          { shape, data: Float64Array.from(data, Number) },
        ]),
      );
    },
  };
}

function whole(crystals: readonly Crystal[], cutoff: number): Feeds[] {
  const starts = Array.from({ length: Math.ceil(crystals.length / evaluationBatch) }, (_, i) => i * evaluationBatch);
  return starts.map((start) => union(crystals.slice(start, start + evaluationBatch), cutoff));
}

function crystalsOf(split: Columns, cutoff: number): Crystal[] {
  const { position, cell, energy, force } = split as Record<string, Column<Float64Array>>;
  const row = ({ data, shape }: Column<Float64Array>, i: number) => {
    const size = data.length / shape[0]!;
    return data.subarray(i * size, (i + 1) * size);
  };
  return Array.from({ length: energy!.data.length }, (_, i) => ({
    energy: energy!.data[i]!,
    forces: row(force!, i),
    ...edgesOf(row(position!, i), row(cell!, i), cutoff),
  }));
}

function edgesOf(positions: Float64Array, cell: Float64Array, cutoff: number) {
  const numbers = new Int32Array(atoms).fill(14);
  return periodicNeighbours({ numbers, positions, cell, pbc: [true, true, true], info: {} }, cutoff);
}

/** A crystal of the same kind, of which only the atoms matter. */
function hot(key: Key, cutoff: number): Crystal {
  const { positions, cell } = diamond(5.43);
  const kicks = normal(key, positions.length);
  const displaced = positions.map((x, i) => x + 0.2 * kicks[i]!);
  return { energy: 0, forces: new Float64Array(3 * atoms), ...edgesOf(displaced, cell, cutoff) };
}

function turned({ forces, vectors, ...rest }: Crystal, rotation: Matrix): Crystal {
  const turn = (all: Float64Array) =>
    all.map((_, i) => rotation[i % 3]!.reduce((sum, r, k) => sum + r * all[i - (i % 3) + k]!, 0));
  return { ...rest, forces: turn(forces), vectors: turn(vectors) };
}

/** Crystals side by side as one graph, with what is to be predicted. */
function union(crystals: readonly Crystal[], cutoff: number): Feeds {
  const shifted = (ends: "senders" | "receivers") =>
    Int32Array.from(crystals.flatMap((crystal, g) => Array.from(crystal[ends], (end) => g * atoms + end)));
  const nodes = crystals.length * atoms;
  const table = edgeRows({ senders: shifted("senders"), receivers: shifted("receivers") }, nodes);
  const all = Float64Array.from(crystals.flatMap((crystal) => [...crystal.vectors]));
  const vectors = vectorsInRows(table, all, cutoff);
  const count = table.receivers.length;
  return {
    numbers: value(new Int32Array(nodes).fill(14), [nodes], "i32"),
    vectors: value(vectors, [count, table.slots, 3], "f32"),
    senders: value(table.senders, [count, table.slots], "i32"),
    receivers: value(table.receivers, [count], "i32"),
    rows: value(table.rows, [nodes, table.rowSlots], "i32"),
    reverse: value(table.reverse, [nodes, table.reverseSlots], "i32"),
    members: value(
      Int32Array.from({ length: nodes }, (_, i) => i),
      [crystals.length, atoms],
      "i32",
    ),
    trueEnergy: value(
      crystals.map((crystal) => crystal.energy),
      [crystals.length],
      "f32",
    ),
    trueForces: value(
      crystals.flatMap((crystal) => [...crystal.forces]),
      [nodes, 3],
      "f32",
    ),
  };
}
