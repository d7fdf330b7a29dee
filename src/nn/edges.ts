import { customVjp, type Dim, type Tensor } from "../engine/index.js";
import {
  div,
  expand,
  matmul,
  maximum,
  mean,
  mul,
  reshape,
  segmentMean,
  segmentSum,
  sum,
  take,
  transpose,
} from "../engine/ops/index.gen.js";

/**
 * The edges of a graph. A layer asks for values of senders and receivers and for sums, and never sees the layout:
 * values on edges have leading axes [node, slot] (padded) or [edge] (flat), then those of the nodes' values.
 */
export interface Edges {
  /** [nodes, …] → the value of each edge's sender. */
  fromSenders(x: Tensor): Tensor;
  /** [nodes, …] → the value of each edge's receiver; may have length 1 where an axis repeats it. */
  fromReceivers(x: Tensor): Tensor;
  /** Sum over the edges that arrive at a node: [edges, …] → [nodes, …]. */
  sum(x: Tensor): Tensor;
  /** Mean over the edges that arrive at a node; 0 where none does. */
  mean(x: Tensor): Tensor;
  /** Sum of y zᵀ over the edges that arrive at a node: [edges, b] and [edges, k] → [nodes, b, k]. */
  sumOuter(y: Tensor, z: Tensor): Tensor;
}

/** Tensors of the padded layout, as `padded` of equivar/data makes them: senders and reverse i32, masks f32. */
export interface PaddedTensors {
  /** [nodes, slots] */
  readonly senders: Tensor;
  /** [nodes, slots]; absent where every slot holds an edge */
  readonly mask?: Tensor | undefined;
  /** [nodes, reverseSlots], edge numbers node · slots + slot; for derivatives only */
  readonly reverse: Tensor;
  readonly reverseMask?: Tensor | undefined;
}

/** Edges as a table with a row a receiver: sums are over an axis, forwards and backwards, and nothing is scattered. */
export function paddedEdges(table: PaddedTensors): Edges {
  const { senders, mask } = table;
  const [nodes, slots] = senders.shape as [Dim, Dim];
  /** A message that does not depend on its sender has one slot; it stands for all of them. */
  const every = (x: Tensor): Tensor => (x.shape[1] === slots ? x : expand(x, [nodes, slots, ...x.shape.slice(2)]));
  const total = (x: Tensor): Tensor => sum(masked(every(x), mask), { axes: [1] });
  return {
    fromSenders: (x) => gather(x, table),
    fromReceivers: (x) => reshape(x, [nodes, 1, ...x.shape.slice(1)]),
    sum: total,
    mean(x) {
      if (!mask) return mean(every(x), { axes: [1] });
      const degree = reshape(sum(mask, { axes: [1] }), [nodes, ...x.shape.slice(2).map(() => 1)]);
      return div(total(x), maximum(degree, 1));
    },
    sumOuter: (y, z) => matmul(transpose(masked(every(y), mask), [0, 2, 1]), every(z)),
  };
}

/** The sender's value of each edge; its derivative sums over the edges that a node sends, by their list. */
function gather(x: Tensor, table: PaddedTensors): Tensor {
  const { senders, mask } = table;
  return customVjp(masked(take(x, senders), mask), [x, ...listed(table)], (g, [, ...tensors]) => [
    sumToSenders(g, named(table, tensors)),
  ]);
}

/** The sum of each node's sent edges; its derivative gathers from the senders. */
function sumToSenders(x: Tensor, table: PaddedTensors): Tensor {
  const rows = reshape(x, [-1, ...x.shape.slice(2)]);
  const sent = masked(take(rows, table.reverse), table.reverseMask);
  return customVjp(sum(sent, { axes: [1] }), [x, ...listed(table)], (g, [, ...tensors]) => [
    gather(g, named(table, tensors)),
  ]);
}

const masked = (x: Tensor, mask: Tensor | undefined): Tensor =>
  mask ? mul(x, reshape(mask, [...mask.shape, ...x.shape.slice(2).map(() => 1)])) : x;

const keys = ["senders", "reverse", "mask", "reverseMask"] as const;
const present = (table: PaddedTensors) => keys.filter((name) => table[name]);
const listed = (table: PaddedTensors): Tensor[] => present(table).map((name) => table[name]!);
/** The table with the tensors that `listed` gave, wherever they are now. */
const named = (table: PaddedTensors, tensors: readonly Tensor[]): PaddedTensors => ({
  ...table,
  ...Object.fromEntries(present(table).map((name, i) => [name, tensors[i]!])),
});

/** Edges as lists of senders and receivers, both i32 [edges]. */
export const flatEdges = (senders: Tensor, receivers: Tensor, nodes: Dim): Edges => ({
  fromSenders: (x) => take(x, senders),
  fromReceivers: (x) => take(x, receivers),
  sum: (x) => segmentSum(x, receivers, nodes),
  mean: (x) => segmentMean(x, receivers, nodes),
  sumOuter: (y, z) =>
    segmentSum(mul(reshape(y, [...y.shape, 1]), reshape(z, [z.shape[0]!, 1, z.shape[1]!])), receivers, nodes),
});
