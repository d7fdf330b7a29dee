// Edges of a graph, each from a sender to a receiver, as lists (flat) or as a table with a row a receiver (padded).
import { InputError, ShapeError } from "../error.js";

/** Edge e goes from senders[e] to receivers[e]; both [edges]. */
export interface FlatEdges {
  readonly senders: Int32Array;
  readonly receivers: Int32Array;
}

/**
 * Padded layout: edge number node · slots + slot arrives at `node`, so that a sum over a node's neighbours is a sum over
 * slots. A slot without an edge points at node 0, and one of `reverse` at edge 0; a mask tells them apart.
 */
export interface PaddedEdges {
  readonly nodes: number;
  /** The largest number of edges that arrive at a node. */
  readonly slots: number;
  /** [nodes, slots], increasing along slots */
  readonly senders: Int32Array;
  /** [nodes, slots]: 1 for an edge, 0 for none; undefined where every slot has one. */
  readonly mask: Float64Array | undefined;
  /** The largest number of edges that a node sends. */
  readonly reverseSlots: number;
  /** [nodes, reverseSlots]: the numbers of the edges that each node sends, increasing */
  readonly reverse: Int32Array;
  /** [nodes, reverseSlots]: as `mask`, for `reverse` */
  readonly reverseMask: Float64Array | undefined;
}

/**
 * Edges between all different nodes of each graph, in the disjoint union of `graphs` graphs.
 * @param nodes of one graph
 * @returns slots = nodes − 1 and no masks
 * @throws InputError if a number is not a whole number ≥ 0
 */
export function fullyConnected(nodes: number, graphs = 1): PaddedEdges {
  for (const [name, value] of Object.entries({ nodes, graphs })) {
    if (Number.isInteger(value) && value >= 0) continue;
    const got = String(value);
    throw new InputError("fullyConnected", { expected: `${name} to be a whole number, at least 0`, got });
  }
  const neighbours = Math.max(nodes - 1, 0);
  const receivers = Int32Array.from({ length: graphs * nodes * neighbours }, (_, e) => Math.floor(e / neighbours));
  const senders = receivers.map((receiver, e) => {
    const [own, slot] = [receiver % nodes, e % neighbours];
    return receiver - own + (slot < own ? slot : slot + 1); // skips the node itself
  });
  return padded({ senders, receivers }, graphs * nodes);
}

/**
 * The padded layout of any edges; an edge that occurs twice is kept twice.
 * @param nodes number of nodes, isolated ones included
 * @throws ShapeError if senders and receivers differ in length, InputError on a node that does not exist
 */
export function padded({ senders, receivers }: FlatEdges, nodes: number): PaddedEdges {
  if (senders.length !== receivers.length) {
    const got = `[${senders.length}] and [${receivers.length}]`;
    throw new ShapeError("padded", { expected: "senders and receivers of one length", got });
  }
  for (const node of [senders, receivers].flatMap((ends) => ends.find((end) => end < 0 || end >= nodes) ?? [])) {
    throw new InputError("padded", { expected: `nodes from 0 to ${nodes - 1}`, got: String(node) });
  }
  const order = senders.map((_, e) => e).sort((a, b) => senders[a]! - senders[b]!);
  const arriving = table(take(receivers, order), take(senders, order), nodes);
  const present = arriving.values.map((_, e) => e).filter((e) => arriving.mask?.[e] !== 0);
  const sent = table(take(arriving.values, present), present, nodes);
  return {
    nodes,
    slots: arriving.slots,
    senders: arriving.values,
    mask: arriving.mask,
    reverseSlots: sent.slots,
    reverse: sent.values,
    reverseMask: sent.mask,
  };
}

const take = (values: Int32Array, at: Int32Array) => at.map((i) => values[i]!);

/** Puts each value into its owner's row of a table, in the order given; rows are filled up with 0. */
function table(owners: Int32Array, values: Int32Array, rows: number) {
  const filled = new Int32Array(rows);
  for (const owner of owners) filled[owner] = filled[owner]! + 1;
  const slots = filled.reduce((a, b) => Math.max(a, b), 0);
  const out = new Int32Array(rows * slots);
  const mask = new Float64Array(rows * slots);
  filled.fill(0);
  owners.forEach((owner, i) => {
    const at = owner * slots + filled[owner]!;
    filled[owner] = filled[owner]! + 1;
    out[at] = values[i]!;
    mask[at] = 1;
  });
  return { slots, values: out, mask: owners.length === out.length ? undefined : mask };
}
