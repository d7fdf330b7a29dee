import { addDims, type Dim, printShape } from "../../dim.js";
import { concat, flip, slice } from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { axesOf, axisOf, lengthOf } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";

/** Parts of a tensor, and tensors put together. */
export const part = importer("part", {
  Concat: {
    convert: (node) =>
      concat(
        node.inputs.map((_, i) => node.x(i)),
        axisOf(node, node.int("axis", 1), node.x(0).shape.length),
      ),
    sizes: (node) => {
      const lists = node.inputs.map((_, i) => node.known(i));
      return lists.every((each) => each !== undefined) && node.x(0).shape.length === 1 ? lists.flat() : undefined;
    },
  },
  Slice: {
    convert: (node) => ranges(node).reduce(sliced, node.x(0)),
    sizes: (node) => slicedSizes(node),
    bounds: [1, 2],
  },
  Split: (node) => split(node),
});

/** Part of one axis, whose ends are clamped to it; backwards where the step is negative. */
interface Range {
  readonly axis: number;
  readonly start: Dim;
  readonly end: Dim;
  readonly step: number;
}

const sliced = (x: Tensor, { axis, start, end, step }: Range): Tensor => {
  if (step > 0) return start === 0 && end === x.shape[axis] && step === 1 ? x : slice(x, axis, start, end, step);
  return slice(flip(x, [axis]), axis, start, end, -step);
};

function ranges(node: OnnxNode): Range[] {
  const x = node.x(0);
  const inputs = node.version >= 10;
  const starts = inputs ? node.sizes(1) : node.ints("starts");
  const ends = inputs ? node.sizes(2) : node.ints("ends");
  const axes = inputs
    ? node.inputs[3]
      ? node.numbers(3)
      : starts.map((_, i) => i)
    : node.ints(
        "axes",
        starts.map((_, i) => i),
      );
  const steps = inputs && node.inputs[4] ? node.numbers(4) : starts.map(() => 1);
  const fits = [ends, axes, steps].every((each) => each.length === starts.length) && steps.every((step) => step !== 0);
  if (!fits)
    return node.fail(
      "as many starts, ends, axes and steps, none 0",
      [starts, ends, axes, steps].map(printShape).join(", "),
    );
  return axesOf(node, axes, x.shape.length).map((axis, i) => {
    const length = x.shape[axis]!;
    const step = steps[i]!;
    if (step > 0) return { axis, step, ...upwards(node, length, starts[i]!, ends[i]!) };
    const n = lengthOf(node, x, axis);
    const from = clamp(fromEnd(numeric(node, starts[i]!), n), -1, n - 1);
    const to = clamp(fromEnd(numeric(node, ends[i]!), n), -1, n - 1);
    return { axis, step, start: n - 1 - from, end: Math.max(n - 1 - to, n - 1 - from) };
  });
}

const numeric = (node: OnnxNode, dim: Dim): number => (typeof dim === "number" ? dim : node.fail("numbers", dim));
const fromEnd = (i: number, length: number): number => (i < 0 ? i + length : i);
const clamp = (i: number, low: number, high: number): number => Math.min(Math.max(i, low), high);

function upwards(node: OnnxNode, length: Dim, start: Dim, end: Dim): Pick<Range, "start" | "end"> {
  if (typeof length === "number" && typeof start === "number" && typeof end === "number") {
    const from = clamp(fromEnd(start, length), 0, length);
    return { start: from, end: Math.max(clamp(fromEnd(end, length), 0, length), from) };
  }
  const last = (dim: Dim): Dim => (typeof dim !== "number" || dim >= 0 ? dim : addDims(length, dim));
  // Beyond any size; a smaller number but 1 may be more or less than a named size.
  const open = typeof end === "number" && end >= 2 ** 31 - 1;
  if (!open && typeof end === "number" && end > 1 && typeof length === "string") {
    return node.fail(`an end that is certain to lie within ${length}`, String(end), "give the size as a number");
  }
  return { start: last(start), end: open ? length : last(end) };
}

/** The same on a vector of known sizes. */
function slicedSizes(node: OnnxNode): readonly Dim[] | undefined {
  const sizes = node.known(0);
  if (!sizes || node.x(0).shape.length !== 1) return undefined;
  const [range] = ranges(node);
  if (!range) return sizes;
  const ordered = range.step > 0 ? sizes : [...sizes].reverse();
  return ordered.slice(range.start as number, range.end as number).filter((_, i) => i % Math.abs(range.step) === 0);
}

/** Sizes are an attribute before version 13; equal ones, the last of which may be smaller, where none are given. */
function split(node: OnnxNode): readonly Tensor[] {
  const x = node.x(0);
  const axis = axisOf(node, node.int("axis", 0), x.shape.length);
  const given =
    node.version >= 13
      ? node.inputs[1]
        ? node.sizes(1)
        : undefined
      : node.has("split")
        ? node.ints("split")
        : undefined;
  const count = node.int("num_outputs", node.wanted.length);
  const sizes = given ?? equalSizes(lengthOf(node, x, axis), count);
  let start: Dim = 0;
  return sizes.map((size) => {
    const from: Dim = start;
    start = addDims(start, size);
    return slice(x, axis, from, start);
  });
}

function equalSizes(length: number, count: number): number[] {
  const each = Math.ceil(length / count);
  return Array.from({ length: count }, (_, i) => Math.max(Math.min(each, length - i * each), 0));
}
