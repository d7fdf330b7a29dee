// Edges of a graph as a table for a device: rows of slots, as long as suits the degrees.
import { InputError } from "../error.js";
import type { FlatEdges } from "./neighbours.js";

/** The layout that `paddedEdges` of equivar/nn takes, without masks: what slots without an edge hold must not count. */
export interface EdgeRows {
  readonly nodes: number;
  /** Length of a row. */
  readonly slots: number;
  /** [rows, slots]; 0 in slots without an edge */
  readonly senders: Int32Array;
  /** [rows] or [blocks, rows / blocks]: the node at which a row's edges arrive; any of a row without edges */
  readonly receivers: Int32Array;
  /** Into how many blocks of equally many rows they are cut, so that what is computed of a block stays in the processor's cache */
  readonly blocks: number;
  /** [nodes, rowSlots]: the rows of each node, filled up with the last row, which then holds no edges */
  readonly rows: Int32Array;
  readonly rowSlots: number;
  /** [nodes, reverseSlots]: numbers row · slots + slot of the edges that each node sends, filled up with a slot without one */
  readonly reverse: Int32Array;
  readonly reverseSlots: number;
  /** [edges]: the number row · slots + slot of each edge */
  readonly places: Int32Array;
}

/** What a row costs beside its slots, in slots: about what SevenNet-0 takes for the same edges in rows of 8 to 58. */
const rowCost = 2;

/**
 * The length of rows for which the table costs least: the largest degree where degrees are alike, shorter where they are
 * not, so that a node has as many rows as it needs.
 * @param degrees how many edges arrive at each node
 */
export function bestSlots(degrees: Int32Array): number {
  const most = degrees.reduce((a, b) => Math.max(a, b), 1);
  const histogram = new Int32Array(most + 1);
  for (const degree of degrees) histogram[degree]!++;
  const cost = (slots: number) => {
    const rows = histogram.reduce((n, nodes, degree) => n + nodes * Math.max(1, Math.ceil(degree / slots)), 0);
    return rows * (slots + rowCost);
  };
  // The largest degree first: where nothing is saved, a node has one row.
  let best = most;
  for (let slots = most - 1; slots >= 4; slots--) if (cost(slots) < 0.97 * cost(best)) best = slots;
  return best;
}

export interface RowOptions {
  /** Length of a row; `bestSlots` of the degrees by default. */
  readonly slots?: number | undefined;
  /** About how many slots a block has; all are one block by default. */
  readonly blockSlots?: number;
}

/**
 * Slots of a block for so many threads: a core's cache holds what a layer of 64 vectors a node makes of 450 edges, and
 * threads that share each op want more of them at once.
 */
export const blockSlotsFor = (threads: number): number => (threads === 1 ? 450 : 900 * threads);

/**
 * Lays edges out in rows; the edges of a node keep their order.
 * @param nodes number of nodes, isolated ones included
 * @throws InputError on a node that does not exist
 */
export function edgeRows(
  { senders, receivers }: FlatEdges,
  nodes: number,
  { slots, blockSlots = Number.POSITIVE_INFINITY }: RowOptions = {},
): EdgeRows {
  const [degrees, sent] = [counted(receivers, nodes), counted(senders, nodes)];
  const width = slots ?? bestSlots(degrees);
  const firstRow = new Int32Array(nodes + 1);
  for (let i = 0; i < nodes; i++) firstRow[i + 1] = firstRow[i]! + Math.max(1, Math.ceil(degrees[i]! / width));
  const used = firstRow[nodes]!;
  const rowSlots = greatest(degrees, (degree) => Math.max(1, Math.ceil(degree / width)));
  const reverseSlots = greatest(sent, (each) => each);
  // An empty row fills up tables that are not full.
  const isFull = used === nodes * rowSlots && senders.length === nodes * reverseSlots;
  const needed = isFull ? used : used + 1;
  const blocks = Math.max(1, Math.round((needed * width) / blockSlots));
  const count = blocks * Math.ceil(needed / blocks);
  const table = {
    senders: new Int32Array(count * width),
    receivers: new Int32Array(count),
    rows: new Int32Array(nodes * rowSlots).fill(used),
    reverse: new Int32Array(nodes * reverseSlots).fill(used * width),
    places: new Int32Array(senders.length),
  };
  for (let i = 0; i < nodes; i++) {
    for (let row = firstRow[i]!; row < firstRow[i + 1]!; row++) {
      table.receivers[row] = i;
      table.rows[i * rowSlots + row - firstRow[i]!] = row;
    }
  }
  const [arrived, left] = [new Int32Array(nodes), new Int32Array(nodes)];
  for (let e = 0; e < senders.length; e++) {
    const [i, j] = [receivers[e]!, senders[e]!];
    const place = firstRow[i]! * width + arrived[i]!++;
    table.senders[place] = j;
    table.places[e] = place;
    table.reverse[j * reverseSlots + left[j]!++] = place;
  }
  return { nodes, slots: width, rowSlots, reverseSlots, blocks, ...table };
}

/**
 * The vectors of edges in their slots, [rows, slots, 3]; along x and longer than the cutoff where there is no edge, so that
 * what vanishes at the cutoff vanishes there.
 * @param vectors [edges, 3]
 * @param into zeros of the table's size; f64 if not given
 */
export function vectorsInRows<T extends Float32Array | Float64Array = Float64Array>(
  { senders, places }: EdgeRows,
  vectors: Float64Array,
  cutoff: number,
  into: T = new Float64Array(3 * senders.length) as T,
): T {
  for (let at = 0; at < into.length; at += 3) into[at] = 1.2 * cutoff;
  for (let e = 0; e < places.length; e++) {
    for (let k = 0; k < 3; k++) into[3 * places[e]! + k] = vectors[3 * e + k]!;
  }
  return into;
}

function counted(ends: Int32Array, nodes: number): Int32Array {
  const counts = new Int32Array(nodes);
  for (const end of ends) {
    if (!(end >= 0 && end < nodes)) {
      throw new InputError("edgeRows", { expected: `nodes from 0 to ${nodes - 1}`, got: String(end) });
    }
    counts[end]!++;
  }
  return counts;
}

const greatest = (values: Int32Array, size: (value: number) => number): number =>
  values.reduce((most, value) => Math.max(most, size(value)), 1);
