import { type Dim, mulDims } from "../../dim.js";
import {
  add,
  arange,
  cast,
  concat,
  div,
  expand,
  gatherElements,
  less,
  maximum,
  minimum,
  mul,
  reshape,
  scatterAdd,
  scatterElements,
  slice,
  sub,
  take,
  topK,
  topKIndices,
  where,
} from "../../ops/index.gen.js";
import { constant, type Tensor } from "../../tensor.js";
import { axisOf, broadcastTo, lengthOf, onAxis } from "../axes.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo, positive } from "../narrowing.js";

/** Elements taken from places that other tensors name, and put there. */
export const indexing = importer("indexing", {
  Gather: {
    convert: (node) => {
      const x = node.x(0);
      const axis = axisOf(node, node.int("axis", 0), x.shape.length);
      return held(take(x, fromStart(node, 1, axis), axis), node.type(0));
    },
    sizes: (node) => {
      const [sizes, index] = [node.known(0), node.known(1)];
      if (!sizes || !index || node.x(0).shape.length !== 1) return undefined;
      const found = index.map((i) => (typeof i === "number" ? sizes.at(i) : undefined));
      return found.every((each) => each !== undefined) ? found : undefined;
    },
  },
  GatherElements: (node) => {
    const axis = axisOf(node, node.int("axis", 0), node.x(0).shape.length);
    return held(gatheredElements(node, axis), node.type(0));
  },
  GatherND: (node) => held(gatheredRows(node), node.type(0)),
  ReverseSequence: (node) => reversed(node),
  Scatter: (node) => scatteredElements(node),
  ScatterElements: (node) => scatteredElements(node),
  ScatterND: (node) => held(scatteredRows(node), node.type(0)),
  TensorScatter: (node) => cacheUpdated(node),
  TopK: (node) => ranked(node),
});

/** An index input with what is negative counted from the end of x's axis; a constant stays one. */
function fromStart(node: OnnxNode, i: number, axis: number): Tensor {
  const index = node.x(i);
  const known = node.known(i);
  if (known?.every((each) => typeof each === "number" && each >= 0)) return index;
  return positive(index, node.x(0), axis);
}

/** Axes but the indexed one may be longer in x: they are cut to the index's. */
function gatheredElements(node: OnnxNode, axis: number): Tensor {
  const index = fromStart(node, 1, axis);
  return gatherElements(cutTo(node.x(0), index, axis), index, axis);
}

const cutTo = (x: Tensor, index: Tensor, axis: number): Tensor =>
  index.shape.reduce<Tensor>((y, size, i) => (i === axis || size === y.shape[i] ? y : slice(y, i, 0, size)), x);

/** The flat place of each index vector among the axes of x that it names, from `first` on; they but the first in numbers. */
function places(node: OnnxNode, index: Tensor, first = 0): Tensor {
  const depth = lengthOf(node, index, index.shape.length - 1);
  const axes = Array.from({ length: depth }, (_, i) => first + i);
  const parts = axes.map((axis, i) => positive(slice(index, -1, i, i + 1), node.x(0), axis));
  const flat = parts.reduce((sum, part, i) =>
    i === 0 ? part : add(mul(sum, lengthOf(node, node.x(0), axes[i]!)), part),
  );
  return reshape(flat, index.shape.slice(0, -1));
}

/** x [batch.., indexed.., rest..] and index [batch.., places.., axes indexed]. */
function gatheredRows(node: OnnxNode): Tensor {
  const [x, index] = [node.x(0), node.x(1)];
  const batch = node.int("batch_dims", 0);
  const depth = lengthOf(node, index, index.shape.length - 1);
  const flat = places(node, index, batch);
  const [outer, inner] = [x.shape.slice(0, batch), x.shape.slice(batch, batch + depth)];
  const rows = reshape(x, [mulDims(...outer, ...inner), ...x.shape.slice(batch + depth)]);
  if (batch === 0) return take(rows, flat, 0);
  const [items, size] = [mulDims(...outer), inner.reduce<number>((n, _, i) => n * lengthOf(node, x, batch + i), 1)];
  const first = mul(
    reshape(castTo(arange(items), flat.dtype), [...outer, ...flat.shape.slice(batch).map(() => 1)]),
    size,
  );
  return take(rows, add(flat, first), 0);
}

type Combine = (old: Tensor, update: Tensor) => Tensor;
const combinations: Readonly<Record<string, Combine>> = { mul, max: maximum, min: minimum };
/** Rows of updates that are combined one after the other. */
const rowLimit = 1024;

/** Updates along one axis; repeats count in their order. */
function scattered(node: OnnxNode, x: Tensor, index: Tensor, updates: Tensor, axis: number): Tensor {
  if (x.dtype === "bool") return cast(scattered(node, cast(x, "i32"), index, cast(updates, "i32"), axis), "bool");
  const reduction = node.text("reduction", "none");
  if (reduction === "none") return scatterElements(x, index, updates, axis);
  if (reduction === "add") return scatterAdd(x, index, updates, axis);
  const combine = combinations[reduction] ?? node.fail("reduction none, add, mul, max or min", reduction);
  const rows = lengthOf(node, index, axis);
  if (rows > rowLimit) return node.fail(`at most ${rowLimit} rows to combine by ${reduction}`, String(rows));
  // Within one row no place is named twice.
  return Array.from({ length: rows }, (_, i) => i).reduce((y, i) => {
    const [at, update] = [index, updates].map((each) => slice(each, axis, i, i + 1));
    return scatterElements(y, at!, combine(gatherElements(y, at!, axis), update!), axis);
  }, x);
}

function scatteredElements(node: OnnxNode): Held {
  const [x, updates] = [node.x(0), node.x(2)];
  const axis = axisOf(node, node.int("axis", 0), x.shape.length);
  const index = fromStart(node, 1, axis);
  const inner = cutTo(x, index, axis);
  const changed = scattered(node, inner, index, updates, axis);
  return held(inner === x ? changed : putBack(x, changed), node.type(0));
}

/** x with its first part on every axis replaced. */
function putBack(x: Tensor, part: Tensor): Tensor {
  const axis = x.shape.findIndex((size, i) => size !== part.shape[i]);
  if (axis < 0) return part;
  const size = part.shape[axis]!;
  const near = putBack(slice(x, axis, 0, size), part);
  return concat([near, slice(x, axis, size)], axis);
}

function scatteredRows(node: OnnxNode): Tensor {
  const [x, index, updates] = [node.x(0), node.x(1), node.x(2)];
  const depth = lengthOf(node, index, index.shape.length - 1);
  const [rows, width] = [mulDims(...x.shape.slice(0, depth)), mulDims(...x.shape.slice(depth))];
  const flat = reshape(places(node, index), [mulDims(...index.shape.slice(0, -1)), 1]);
  const size = [flat.shape[0]!, width];
  const changed = scattered(node, reshape(x, [rows, width]), expand(flat, size), reshape(updates, size), 0);
  return reshape(changed, x.shape);
}

/** The first entries of each sequence in reverse order, as many as its length says. */
function reversed(node: OnnxNode): Held {
  const x = node.x(0);
  const [batch, time] = [node.int("batch_axis", 1), node.int("time_axis", 0)];
  const step = onAxis(arange(x.shape[time]!), time, x.shape.length);
  const length = onAxis(castTo(node.x(1), "i64"), batch, x.shape.length);
  const from = where(less(step, length), sub(sub(length, 1), step), step);
  return held(gatherElements(x, broadcastTo(node, from, x.shape), time), node.type(0));
}

/** Part of a cache overwritten from each sample's own place on. */
function cacheUpdated(node: OnnxNode): Held {
  const [cache, update] = [node.x(0), node.x(1)];
  const rank = cache.shape.length;
  const axis = axisOf(node, node.int("axis", -2), rank);
  const length = lengthOf(node, cache, axis);
  const start = node.inputs[2] ? onAxis(castTo(node.x(2), "i64"), 0, rank) : constant(0, [], "i64");
  const place = add(onAxis(arange(update.shape[axis]!), axis, rank), start);
  const within = node.text("mode", "linear") === "circular" ? sub(place, mul(div(place, length), length)) : place;
  return held(scatterElements(cache, broadcastTo(node, within, update.shape), update, axis), node.type(0));
}

function ranked(node: OnnxNode): Held[] {
  const x = node.x(0);
  const axis = axisOf(node, node.int("axis", -1), x.shape.length);
  const k: Dim = node.version >= 10 ? (node.sizes(1)[0] ?? node.fail("k", "none")) : node.int("k");
  const options = { largest: node.int("largest", 1) === 1 };
  return [held(topK(x, k, axis, options), node.type(0)), held(topKIndices(x, k, axis, options), "i64")];
}
