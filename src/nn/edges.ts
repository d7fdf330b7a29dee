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
import { InputError } from "../error.js";

/**
 * The edges of a graph. A layer asks for values of senders and receivers and for sums, and never sees the layout:
 * values on edges have leading axes [row, slot] (padded) or [edge] (flat), then those of the nodes' values.
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
  /**
   * Sum over the edges that arrive at a node of what a linear function makes of y zᵀ: [edges, b] and [edges, k] →
   * [nodes, …]. The function, from [.., b, k], is applied where there is least of it.
   */
  sumOuter(y: Tensor, z: Tensor, linear: (outer: Tensor) => Tensor): Tensor;
}

/** Tensors of the padded layout, as `padded` and `rowsOf` of equivar/data make them: integers i32, masks f32. */
export interface PaddedTensors {
  /** [rows, slots]; rows are the nodes, unless `receivers` says otherwise */
  readonly senders: Tensor;
  /** [rows, slots]; absent where every slot holds an edge, or the values of those that do not are 0 anyway */
  readonly mask?: Tensor | undefined;
  /** [nodes, reverseSlots], edge numbers row · slots + slot; for derivatives only */
  readonly reverse: Tensor;
  readonly reverseMask?: Tensor | undefined;
  /** [rows]: the receiver of each row, where a node with many edges has more rows than one */
  readonly receivers?: Tensor | undefined;
  /** [nodes, rowSlots]: the rows of each node; the last row holds no edges and fills up. Goes with `receivers` */
  readonly rows?: Tensor | undefined;
}

/**
 * Edges as a table in whose rows those of one receiver lie: sums are over an axis, forwards and backwards, and nothing is
 * scattered. Where degrees differ much, a row a node would be mostly empty: then a node has several, summed in the end.
 */
export function paddedEdges(table: PaddedTensors): Edges {
  const { senders, mask, rows } = table;
  const [count, slots] = senders.shape as [Dim, Dim];
  /** A message that does not depend on its sender has one slot; it stands for all of them. */
  const every = (x: Tensor): Tensor => (x.shape[1] === slots ? x : expand(x, [count, slots, ...x.shape.slice(2)]));
  const total = (x: Tensor): Tensor => addRows(sum(masked(every(x), mask), { axes: [1] }), table);
  return {
    fromSenders: (x) => gather(x, table),
    fromReceivers: (x) => reshape(perRow(x, table), [count, 1, ...x.shape.slice(1)]),
    sum: total,
    mean(x) {
      if (!mask && rows) throw new InputError("edges.mean", { expected: "a mask of the rows' slots", got: "none" });
      if (!mask) return mean(every(x), { axes: [1] });
      const degree = addRows(sum(mask, { axes: [1] }), table);
      return div(total(x), maximum(reshape(degree, [degree.shape[0]!, ...x.shape.slice(2).map(() => 1)]), 1));
    },
    sumOuter: (y, z, linear) => addRows(linear(matmul(transpose(masked(every(y), mask), [0, 2, 1]), every(z))), table),
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
  const flat = reshape(x, [-1, ...x.shape.slice(2)]);
  const sent = masked(take(flat, table.reverse), table.reverseMask);
  return customVjp(sum(sent, { axes: [1] }), [x, ...listed(table)], (g, [, ...tensors]) => [
    gather(g, named(table, tensors)),
  ]);
}

/** The sum of each node's rows; its derivative gives every row its node's. */
function addRows(x: Tensor, table: PaddedTensors): Tensor {
  if (!table.rows) return x;
  return customVjp(sum(take(x, table.rows), { axes: [1] }), [x, ...listed(table)], (g, [, ...tensors]) => [
    perRow(g, named(table, tensors)),
  ]);
}

/** Each row's value of its receiver; its derivative adds the rows. */
function perRow(x: Tensor, table: PaddedTensors): Tensor {
  if (!table.receivers) return x;
  return customVjp(take(x, table.receivers), [x, ...listed(table)], (g, [, ...tensors]) => [
    addRows(g, named(table, tensors)),
  ]);
}

const masked = (x: Tensor, mask: Tensor | undefined): Tensor =>
  mask ? mul(x, reshape(mask, [...mask.shape, ...x.shape.slice(2).map(() => 1)])) : x;

const keys = ["senders", "reverse", "mask", "reverseMask", "receivers", "rows"] as const;
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
  sumOuter: (y, z, linear) => {
    const outer = mul(reshape(y, [...y.shape, 1]), reshape(z, [z.shape[0]!, 1, z.shape[1]!]));
    return segmentSum(linear(outer), receivers, nodes);
  },
});
