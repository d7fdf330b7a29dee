// Mini-batches: several graphs as one disjoint union.
import { InputError, ShapeError } from "../error.js";
import { type Key, shuffled } from "../random.js";
import type { Column, Columns } from "./dataset.js";

/** Number of samples of a split. */
export const samplesOf = (split: Columns): number => Object.values(split).find((column) => column)?.shape[0] ?? 0;

/**
 * An epoch: the samples in an order drawn from the key, `size` at a time; the last incomplete batch is dropped. Fold the
 * epoch's number into the key.
 * @param into reused for every batch (see `batchOf`), which is then valid until the next one is asked for
 * @throws InputError if size is not a whole number from 1 to the number of samples
 */
export function batches<S extends Columns>(split: S, size: number, key: Key, into?: S): Iterable<S> {
  const samples = samplesOf(split);
  if (!Number.isInteger(size) || size < 1 || size > samples) {
    throw new InputError("batches", { expected: `size to be a whole number from 1 to ${samples}`, got: String(size) });
  }
  return inOrder(split, size, shuffled(key, samples), into);
}

function* inOrder<S extends Columns>(split: S, size: number, order: Int32Array, into?: S): Generator<S> {
  for (let start = 0; start + size <= order.length; start += size) {
    yield batchOf(split, order.subarray(start, start + size), into);
  }
}

/**
 * The samples of the given numbers as one disjoint union of graphs.
 * @param split columns [samples, nodes, …] or, for values of a whole graph, [samples, …]
 * @param indices sample numbers, in the order wanted; one may occur twice
 * @param into an earlier batch of as many samples, whose arrays are overwritten and returned
 * @returns columns [samples · nodes, …], or [samples, …] where a graph has one value; node data of graph g start at row
 *   g · nodes
 * @throws InputError on a sample that does not exist, ShapeError if `into` does not fit
 */
export function batchOf<S extends Columns>(split: S, indices: ArrayLike<number>, into?: S): S {
  const samples = samplesOf(split);
  for (const i of Array.from(indices)) {
    if (Number.isInteger(i) && i >= 0 && i < samples) continue;
    throw new InputError("batchOf", { expected: `samples from 0 to ${samples - 1}`, got: String(i) });
  }
  const columns = Object.entries(split).flatMap(([name, column]) => {
    return column ? [[name, union(name, column, indices, into?.[name])]] : [];
  });
  return Object.fromEntries(columns) as S; // the same columns, of other sizes
}

function union(name: string, { data, shape, axes }: Column, indices: ArrayLike<number>, into?: Column): Column {
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  const out = into?.data ?? new (data.constructor as new (length: number) => typeof data)(indices.length * size);
  if (out.length !== indices.length * size || out.constructor !== data.constructor) {
    const [expected, got] = [data, out].map((array) => array.constructor.name);
    throw new ShapeError("batchOf", {
      expected: `into.${name} to be ${expected} of ${indices.length * size}`,
      got: `${got} of ${out.length}`,
    });
  }
  for (let g = 0; g < indices.length; g++) {
    const start = indices[g]! * size;
    out.set(data.subarray(start, start + size), g * size);
  }
  if (axes[1] !== "nodes") return { data: out, shape: [indices.length, ...shape.slice(1)], axes };
  return { data: out, shape: [indices.length * shape[1]!, ...shape.slice(2)], axes: axes.slice(1) };
}
