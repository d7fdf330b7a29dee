import { mulDims } from "../engine/dim.js";
import { type Dim, inBlocks, type Tensor } from "../engine/index.js";
import {
  add,
  arange,
  div,
  expand,
  greater,
  less,
  matmul,
  maximum,
  mean,
  mul,
  reshape,
  segmentMean,
  segmentSum,
  slice,
  sum,
  take,
  transpose,
  where,
} from "../engine/ops/index.gen.js";
import { constant, constantData } from "../engine/tensor.js";
import type { Tree } from "../engine/trace.js";
import { InputError } from "../error.js";
import { swapLast } from "./swapLast.js";

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
  /** [nodes, a, u] → the value of each edge's sender, in the order of axes that suits `sumProducts`. */
  sent(x: Tensor): Tensor;
  /** [edges, u] → the same for all a components, in that order. */
  ofComponents(x: Tensor): Tensor;
  /** A matrix for each edge, Σ y_b constants[a, b, c], for `sumProducts`: y is [edges, b, 1]. Equal ones are made once. */
  maps(y: Tensor, constants: Tensor): Tensor;
  /**
   * Sums over the edges that arrive at a node of products, a block of receivers after another where the layout has blocks: so
   * what is on the way from entries to sums stays in the processor's cache, and is not kept for the derivative.
   * @param entries what `sent`, `ofComponents` and `maps` gave, in any structure
   * @param products made of (a block of) the entries
   * @returns of each product [nodes, c, u]; without maps [nodes, a, u]
   */
  sumProducts<T extends Tree>(entries: T, products: (entries: T) => readonly EdgeProduct[]): readonly Tensor[];
  /**
   * Sum over the edges that arrive at a node of matrixᵀ · values, in blocks as `sumProducts`.
   * @param entries tensors on edges in any structure: what the others are made of
   * @param turned made of (a block of) the entries; where there is no edge, the values are 0
   * @returns [nodes, c, u]
   */
  sumTurned<T extends Tree>(entries: T, turned: (entries: T) => TurnedValues): Tensor;
}

/** What `sumTurned` multiplies. */
export interface TurnedValues {
  /** [edges, a, c] */
  readonly matrices: Tensor;
  /** [edges, a, u] */
  readonly values: Tensor;
}

/** What each edge's matrix makes of weights ⊙ sent; or that itself. */
export interface EdgeProduct {
  /** of `ofComponents`, from [edges, u] */
  readonly weights: Tensor;
  /** of `sent`, from [nodes, a, u] */
  readonly sent: Tensor;
  /** of `maps`, by constants [a, b, c] */
  readonly maps?: Tensor | undefined;
}

/** Tensors of the padded layout, as `padded` and `edgeRows` of equivar/data make them: integers i32, masks f32. */
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
  /** How the rows are cut into blocks of equally many, for `sumProducts` and `sumTurned`: [blocks, rows of a block], by `edgeRows`. */
  readonly blocks?: readonly [Dim, Dim] | undefined;
}

/**
 * Edges as a table in whose rows those of one receiver lie: sums are over an axis, forwards and backwards, and nothing is
 * scattered. Where degrees differ much, a row a node would be mostly empty: then a node has several, summed in the end.
 */
export function paddedEdges(table: PaddedTensors): Edges {
  const { senders, mask, rows } = table;
  const [count, slots] = senders.shape as [Dim, Dim];
  const from = sendersOf(table);
  /** A message that does not depend on its sender has one slot; it stands for all of them. */
  const every = (x: Tensor): Tensor => (x.shape[1] === slots ? x : expand(x, [count, slots, ...x.shape.slice(2)]));
  /** [edges, b, 1] → [rows, b, slots] */
  const upright = once((y) => transpose(reshape(masked(every(y), mask), [count, slots, y.shape[2]!]), [0, 2, 1]));
  const blockwise = <T extends Tree>(entries: T, rowSums: (own: T) => Tensor[]): Tensor[] => {
    const sums = table.blocks ? inBlocks(rowSums, table.blocks)(entries) : rowSums(entries);
    return sums.map((each) => addRows(each, table));
  };
  const total = (x: Tensor): Tensor => addRows(sum(masked(every(x), mask), { axes: [1] }), table);
  return {
    fromSenders: (x) => masked(take(x, senders, 0, from.plan, from), mask),
    fromReceivers: (x) => reshape(perRow(x, table), [count, 1, ...x.shape.slice(1)]),
    sum: total,
    mean(x) {
      if (!mask && rows) throw new InputError("edges.mean", { expected: "a mask of the rows' slots", got: "none" });
      if (!mask) return mean(every(x), { axes: [1] });
      const degree = addRows(sum(mask, { axes: [1] }), table);
      return div(total(x), maximum(reshape(degree, [degree.shape[0]!, ...x.shape.slice(2).map(() => 1)]), 1));
    },
    sent(x) {
      const each = byComponent(from, x.shape[1] as number);
      const values = take(reshape(x, [-1, x.shape[2]!]), each.of, 0, each.plan, each);
      return masked(values, mask && reshape(mask, [count, 1, slots]));
    },
    ofComponents: (x) => reshape(x, [count, 1, ...x.shape.slice(1)]),
    maps: remembered((constants) => {
      const [a, b, c] = constants.shape as [number, number, number];
      const rows = reshape(transpose(constants, [2, 0, 1]), [c * a, b]);
      return (y) => reshape(matmul(rows, upright(y)), [count, c, mulDims(a, slots)]);
    }),
    sumProducts: (entries, products) => blockwise(entries, (own) => products(own).map(rowSum)),
    sumTurned(entries, turned) {
      const rowSums = (own: typeof entries) => {
        const { matrices, values } = turned(own);
        return [matmul(swapLast(slotsJoined(matrices)), slotsJoined(values))];
      };
      return blockwise(entries, rowSums)[0]!;
    },
  };
}

/** [rows, slots, a, u] → [rows, slots · a, u] */
const slotsJoined = (x: Tensor): Tensor => {
  const [rows, slots, a, u] = x.shape as [Dim, Dim, Dim, Dim];
  return reshape(x, [rows, mulDims(slots, a), u]);
};

function rowSum({ weights, sent, maps }: EdgeProduct): Tensor {
  const [count, a, slots, u] = sent.shape as [Dim, number, Dim, number];
  const weighted = mul(weights, sent);
  return maps ? matmul(maps, reshape(weighted, [count, mulDims(a, slots), u])) : sum(weighted, { axes: [2] });
}

/** Makes what has an equal argument once, so that its derivative is one as well. */
function once(make: (y: Tensor) => Tensor): (y: Tensor) => Tensor {
  const known = new Map<Tensor, Tensor>();
  return (y) => {
    const found = known.get(y) ?? make(y);
    known.set(y, found);
    return found;
  };
}

/** The same for what equal constants make. */
function remembered(maker: (constants: Tensor) => (y: Tensor) => Tensor): Edges["maps"] {
  const known = new Map<string, (y: Tensor) => Tensor>();
  return (y, constants) => {
    const key = `${constants.shape}: ${constantData(constants)}`;
    const make = known.get(key) ?? once(maker(constants));
    known.set(key, make);
    return make(y);
  };
}

/** The sum of each node's rows. */
const addRows = (x: Tensor, { receivers, rows }: PaddedTensors): Tensor =>
  rows ? segmentSum(x, receivers!, rows.shape[0]!, rows, { isFull: true }) : x;

/** Each row's value of its receiver. */
const perRow = (x: Tensor, { receivers, rows }: PaddedTensors): Tensor =>
  receivers ? take(x, receivers, 0, rows, { isFull: true }) : x;

const masked = (x: Tensor, mask: Tensor | undefined): Tensor =>
  mask ? mul(x, reshape(mask, [...mask.shape, ...x.shape.slice(mask.shape.length).map(() => 1)])) : x;

/** Who sends: the nodes, and by their list what belongs to each, as `segmentPlan` has it. */
interface Senders {
  readonly nodes: Dim;
  /** [rows, slots] */
  readonly of: Tensor;
  /** [nodes, reverseSlots] */
  readonly plan: Tensor;
  /** Whether the plan has no −1. */
  readonly isFull: boolean;
}

function sendersOf({ senders, reverse, reverseMask }: PaddedTensors): Senders {
  const plan = reverseMask ? where(greater(reverseMask, 0), reverse, constant(-1, [], reverse.dtype)) : reverse;
  return { nodes: reverse.shape[0]!, of: senders, plan, isFull: !reverseMask };
}

/** The same for nodes with `a` components, each a node of its own: [rows, a, slots]. */
function byComponent({ nodes, of, plan, isFull }: Senders, a: number): Senders {
  const [rows, slots] = of.shape as [Dim, Dim];
  const along = (n: number) => reshape(arange(n, "i32"), [1, n, 1]);
  // Slot s of row r is number (r · a + k) · slots + s for component k.
  const places = reshape(arange(mulDims(rows, a, slots), "i32"), [rows, a, slots]);
  const firsts = reshape(slice(places, 1, 0, 1), [-1]);
  const steps = slice(reshape(arange(mulDims(a, slots), "i32"), [1, a, slots]), 2, 0, 1);
  const withAxis = (x: Tensor) => reshape(x, [x.shape[0]!, 1, x.shape[1]!]);
  const known = withAxis(isFull ? plan : maximum(plan, 0));
  const numbers = add(take(firsts, known), steps);
  const flat = mulDims(nodes, a);
  return {
    isFull,
    nodes: flat,
    of: add(mul(withAxis(of), constant(a, [], "i32")), along(a)),
    plan: reshape(isFull ? numbers : where(less(withAxis(plan), 0), -1, numbers), [flat, plan.shape[1]!]),
  };
}

/** Edges as lists of senders and receivers, both i32 [edges]. */
export const flatEdges = (senders: Tensor, receivers: Tensor, nodes: Dim): Edges => ({
  fromSenders: (x) => take(x, senders),
  fromReceivers: (x) => take(x, receivers),
  sum: (x) => segmentSum(x, receivers, nodes),
  mean: (x) => segmentMean(x, receivers, nodes),
  sent: (x) => take(x, senders),
  ofComponents: (x) => reshape(x, [x.shape[0]!, 1, ...x.shape.slice(1)]),
  maps: (y, constants) => {
    const [a, b, c] = constants.shape as [number, number, number];
    const rows = reshape(transpose(constants, [1, 0, 2]), [b, a * c]);
    return reshape(matmul(reshape(y, [y.shape[0]!, b]), rows), [y.shape[0]!, a, c]);
  },
  sumProducts: (entries, products) =>
    products(entries).map(({ weights, sent, maps }) => {
      const weighted = mul(weights, sent);
      return segmentSum(maps ? matmul(transpose(maps, [0, 2, 1]), weighted) : weighted, receivers, nodes);
    }),
  sumTurned(entries, turned) {
    const { matrices, values } = turned(entries);
    return segmentSum(matmul(swapLast(matrices), values), receivers, nodes);
  },
});
