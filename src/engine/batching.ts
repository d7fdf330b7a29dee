// How each op maps over a leading axis of some of its inputs: `vmap` puts nodes together by this table.
import { type Dim, mulDims, type Shape } from "./dim.js";
import { add } from "./ops/add.js";
import { arange } from "./ops/arange.js";
import { cast } from "./ops/cast.js";
import { expand } from "./ops/expand.js";
import { extent } from "./ops/extent.js";
import { mul } from "./ops/mul.js";
import { reshape } from "./ops/reshape.js";
import { take } from "./ops/take.js";
import { transpose } from "./ops/transpose.js";
import type { Mapped } from "./results.js";
import type { DType, Operand, Tensor } from "./tensor.js";

/** A node's result [size, …] for inputs with and without the leading axis, or why there is none. */
type Batcher = (node: Tensor, inputs: readonly Mapped[], size: Dim) => Tensor | string;

/** The result, or the reason why there is none. */
export function batched(node: Tensor, inputs: readonly Mapped[], size: Dim): Tensor | string {
  const { name, broadcasts } = node.rule;
  const batcher = Object.hasOwn(batchers, name) ? batchers[name] : undefined;
  if (batcher) return batcher(node, inputs, size);
  const hasAxes = ["axis", "axes", "shape", "padding"].some((key) => key in node.attributes);
  return broadcasts && !hasAxes ? aligned(node, inputs, size) : "it has no batching rule";
}

/** The node on other inputs, with a leading axis; rules read axes from attributes and sizes from shapes. */
const remade = (node: Tensor, inputs: readonly Tensor[], size: Dim, attributes: object = {}): Tensor => ({
  ...node,
  inputs,
  attributes: { ...node.attributes, ...attributes },
  shape: [size, ...node.shape],
});

/** With the leading axis, repeated where it is not there. */
export const spread = ({ x, isMapped }: Mapped, size: Dim): Tensor => (isMapped ? x : expand(x, [size, ...x.shape]));

/** Axes of length 1 after the leading one, up to a rank without it. */
function raised({ x, isMapped }: Mapped, rank: number): Tensor {
  const [size, ...rest] = x.shape;
  if (!isMapped || rest.length >= rank) return x;
  return reshape(x, [size!, ...new Array<number>(rank - rest.length).fill(1), ...rest]);
}

/** Inputs broadcast from the last axis on. */
const aligned: Batcher = (node, inputs, size) =>
  remade(
    node,
    inputs.map((x) => raised(x, node.shape.length)),
    size,
  );

interface Axes {
  readonly axis?: number;
  readonly axes?: readonly number[];
}

const shifted = ({ axis, axes }: Axes) => ({
  ...(axis !== undefined && { axis: axis + 1 }),
  ...(axes && { axes: axes.map((each) => each + 1) }),
});

/** One input, whose leading axes are all the same to the op. */
const inFront: Batcher = (node, [x], size) => remade(node, [x!.x], size);

/** Axes count from the start in the first input; others are the same for all examples. */
const alongAxes: Batcher = (node, inputs, size) => {
  if (inputs.slice(1).some(({ isMapped }) => isMapped)) return "only its first input can have the axis";
  return remade(
    node,
    inputs.map(({ x }) => x),
    size,
    shifted(node.attributes),
  );
};

/** Axes count from the start in all inputs, which have one rank. */
const alongAxesOfAll: Batcher = (node, inputs, size) =>
  remade(
    node,
    inputs.map((x) => spread(x, size)),
    size,
    shifted(node.attributes),
  );

/** One input and a list with an entry an axis. */
const withEntry =
  (change: (attributes: never, size: Dim) => object): Batcher =>
  (node, [x], size) =>
    remade(node, [raised(x!, node.shape.length)], size, change(node.attributes as never, size));

/** One input, in which axes may come last. */
const atTheEnd: Batcher = (node, [x, ...others], size) => {
  if (others.some(({ isMapped }) => isMapped)) return "only its first input can have the axis";
  const inputs = [rolled(x!.x, 1), ...others.map((each) => each.x)];
  return rolled({ ...node, inputs, shape: [...node.shape, size] }, -1);
};

/** The first axis moved to the end (1), or the last to the front (−1). */
function rolled(x: Tensor, direction: 1 | -1): Tensor {
  const axes = x.shape.map((_, i) => i);
  return transpose(x, direction === 1 ? [...axes.slice(1), 0] : [axes.length - 1, ...axes.slice(0, -1)]);
}

/** The first input's batch takes in the leading axis. */
const inBatch: Batcher = (node, [x, ...others], size) => {
  if (others.some(({ isMapped }) => isMapped)) return "only its first input can have the axis";
  const merged = reshape(x!.x, [mulDims(size, x!.x.shape[1]!), ...x!.x.shape.slice(2)]);
  const [batch, ...rest] = node.shape;
  const all = { ...node, inputs: [merged, ...others.map((each) => each.x)], shape: [mulDims(size, batch!), ...rest] };
  return reshape(all, [size, ...node.shape]);
};

/** Convolutions by weights of their own are groups of one convolution; axes tell where the groups lie. */
const inGroups =
  (axes: { readonly inputs: readonly [0 | 1, 0 | 1]; readonly output: 0 | 1 }): Batcher =>
  (node, inputs, size) => {
    if (!inputs[1]!.isMapped && axes.inputs[1] === 0) return inBatch(node, inputs, size);
    if (typeof size !== "number") return "its groups need the axis's length as a number";
    const { groups } = node.attributes as { groups: number };
    const parts = inputs.map((x, i) => joined(spread(x, size), axes.inputs[i] as 0 | 1));
    const shape = node.shape.map((dim, i) => (i === axes.output ? mulDims(size, dim) : dim));
    const all = { ...node, inputs: parts, attributes: { ...node.attributes, groups: groups * size }, shape };
    if (axes.output === 0) return reshape(all, [size, ...node.shape]);
    const [batch, ...rest] = node.shape;
    const apart = reshape(all, [batch!, size, ...rest]);
    return transpose(apart, [1, 0, ...rest.map((_, i) => i + 2)]);
  };

/** The leading axis made part of the axis that follows it (0) or of the one after that (1). */
function joined(x: Tensor, into: 0 | 1): Tensor {
  const [size, first, second, ...rest] = x.shape;
  if (into === 0) return reshape(x, [mulDims(size!, first!), second!, ...rest]);
  const swapped = transpose(x, [1, 0, ...x.shape.slice(2).map((_, i) => i + 2)]);
  return reshape(swapped, [first!, mulDims(size!, second!), ...rest]);
}

const taken: Batcher = (node, [x, index], size) => {
  const { axis } = node.attributes as { axis: number };
  const [rank, from] = [index!.x.shape.length, axis + 1];
  if (!index!.isMapped)
    return remade(
      node,
      node.inputs.map((each, i) => (i === 0 ? x!.x : each)),
      size,
      { axis: from },
    );
  const places = Array.from({ length: rank - 1 }, (_, i) => i + 1); // of the index, without the leading axis
  if (!x!.isMapped) {
    const all = take(x!.x, index!.x, axis);
    const others = all.shape.map((_, i) => i).filter((i) => i !== axis);
    return transpose(all, [axis, ...others]);
  }
  // One table of all examples, each with places of its own.
  const axes = x!.x.shape.map((_, i) => i);
  const front = transpose(x!.x, [0, from, ...axes.filter((i) => i !== 0 && i !== from)]);
  const [, length, ...rest] = front.shape;
  const table = reshape(front, [mulDims(size, length!), ...rest]);
  const offset = reshape(mul(arange(size, index!.x.dtype), lengthOf(length!, index!.x.dtype)), [
    size,
    ...places.map(() => 1),
  ]);
  const all = take(table, add(index!.x, offset)); // [size, i…, a…, b…]
  const before = Array.from({ length: axis }, (_, i) => rank + i);
  const after = all.shape.map((_, i) => i).slice(rank + axis);
  return transpose(all, [0, ...before, ...places, ...after]);
};

/** A size as an operand of integers. */
const lengthOf = (dim: Dim, dtype: DType): Operand =>
  typeof dim === "number" ? dim : cast(extent(arange(dim), [0]), dtype);

/** Segments of rows: further axes are free; with ids of their own, examples have segments of their own. */
const inSegments: Batcher = (node, inputs, size) => {
  const [x, ids] = [inputs[0]!, inputs[1]!];
  if (!ids.isMapped) return atTheEnd(node, inputs, size);
  const { segments } = node.attributes as { segments: Dim };
  const rows = spread(x, size);
  const [, n, ...rest] = rows.shape;
  const offset = reshape(mul(arange(size, ids.x.dtype), lengthOf(segments, ids.x.dtype)), [size, 1]);
  const all: Tensor = {
    ...node,
    inputs: [reshape(rows, [mulDims(size, n!), ...rest]), reshape(add(ids.x, offset), [mulDims(size, n!)])],
    attributes: { ...node.attributes, segments: mulDims(size, segments) },
    shape: [mulDims(size, segments), ...node.shape.slice(1)],
  };
  return reshape(all, [size, ...node.shape]);
};

/** With scales of their own, examples have a product and a sum. */
const scaledChannels: Batcher = (node, inputs, size) => {
  const [x, ...weights] = inputs;
  if (!weights.some(({ isMapped }) => isMapped)) return alongAxes(node, inputs, size);
  const { axis } = node.attributes as { axis: number };
  const before = new Array<number>(axis).fill(1);
  const [scale, shift] = weights.map((each) => {
    const [front, channels] = each.isMapped ? each.x.shape : [1, each.x.shape[0]];
    return reshape(each.x, [front!, ...before, channels!, ...node.shape.slice(axis + 1).map(() => 1)]);
  });
  return add(mul(x!.x, scale!), shift!);
};

const refused =
  (reason: string): Batcher =>
  () =>
    reason;

const batchers: Readonly<Record<string, Batcher>> = {
  // Leading axes broadcast, or are all the same to the op.
  ...each(aligned, ["matmul", "cross", "mod"]),
  ...each(aligned, ["bitwiseAnd", "bitwiseOr", "bitwiseXor", "shiftLeft", "shiftRight"]),
  ...each(inFront, ["diagonal", "oneHot"]),
  ...each(alongAxes, ["all", "any", "argMax", "argMin", "cumSum", "flip", "logSoftmax", "logSumExp", "layerNormNode"]),
  ...each(alongAxes, ["max", "mean", "min", "prod", "slice", "softmax", "sum", "topKIndices", "topValues"]),
  ...each(alongAxesOfAll, ["concat", "gatherElements", "scatterAdd", "scatterElements"]),
  ...each(atTheEnd, ["gatherPairs"]),
  ...each(inSegments, ["segmentSum", "segmentMax", "segmentMin"]),
  ...each(inBatch, ["averagePool", "maxPool", "upsampleNearest"]),
  ...each(inGroups({ inputs: [1, 0], output: 1 }), ["conv", "convTranspose", "convInputGradient"]),
  ...each(inGroups({ inputs: [1, 1], output: 0 }), ["convWeightGradient"]),
  after: (node, [x, first], size) => remade(node, [spread(x!, size), first!.x], size),
  channelAffine: scaledChannels,
  expand: withEntry(({ shape }: { shape: Shape }, size) => ({ shape: [size, ...shape] })),
  pad: withEntry(({ padding }: { padding: readonly unknown[] }) => ({ padding: [[0, 0], ...padding] })),
  reshape: (node, [x], size) => remade(node, [x!.x], size, { shape: [size, ...node.shape] }),
  take: taken,
  tile: withEntry(({ repeats }: { repeats: readonly Dim[] }) => ({ repeats: [1, ...repeats] })),
  transpose: withEntry(({ permutation }: { permutation: readonly number[] }) => ({
    permutation: [0, ...permutation.map((axis) => axis + 1)],
  })),
  ...each(refused("its statistics are those of a whole batch"), ["batchMean", "batchVariance", "standardize"]),
  maxPoolIndices: refused("its places count through the whole input"),
  randomBits: refused("one key makes one draw"),
};

function each(batcher: Batcher, names: readonly string[]): Record<string, Batcher> {
  return Object.fromEntries(names.map((name) => [name, batcher]));
}
