// Padded edges, in one row a node or in several, and flat ones are one graph: what a layer asks of either is the same, and so are its derivatives.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EdgeRows, edgeRows } from "../data/edgeRows.js";
import { padded } from "../data/neighbours.js";
import { evaluate } from "../engine/evaluate.js";
import { vjp } from "../engine/grad.js";
import { add, mul, reshape, square, stack, sum } from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { difference, normalConstant } from "../engine/testing.js";
import { type Edges, flatEdges, paddedEdges } from "./edges.js";

interface Graph {
  readonly nodes: number;
  readonly edges: readonly (readonly [sender: number, receiver: number])[];
  readonly seed: number;
}
/** Any edges: isolated nodes, loops and edges that occur twice. */
const graphs: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 5 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  return fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(fc.tuple(node, node), { minLength: 1, maxLength: 12 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  });
});

/** As many edges at each node, so that there is no mask; and a node without any. */
const corners: readonly Graph[] = [
  {
    nodes: 2,
    edges: [
      [0, 1],
      [1, 0],
      [0, 0],
      [1, 1],
    ],
    seed: 1,
  },
  {
    nodes: 3,
    edges: [
      [0, 0],
      [0, 0],
    ],
    seed: 2,
  },
];

const channels = 2;
/** What layers do with edges: messages from both ends, from one end only, on each edge's way back to its receiver. */
const uses: Readonly<Record<string, (edges: Edges, x: Tensor) => Tensor>> = {
  "sum of senders": (edges, x) => edges.sum(edges.fromSenders(x)),
  "mean of senders": (edges, x) => edges.mean(edges.fromSenders(x)),
  "sum of receivers": (edges, x) => edges.sum(edges.fromReceivers(x)),
  "mean of receivers": (edges, x) => edges.mean(edges.fromReceivers(x)),
  "sum of squares of both": (edges, x) => edges.sum(square(add(edges.fromReceivers(x), edges.fromSenders(x)))),
  "mean of products": (edges, x) => edges.mean(mul(edges.fromReceivers(x), edges.fromSenders(x))),
  "sum of what each edge's matrix makes": (edges, x) => {
    const [y, w] = [edges.fromReceivers(x), square(edges.fromSenders(x))];
    const ofEdges = add(edges.fromSenders(x), edges.fromReceivers(mul(x, 0.5)));
    const column = reshape(ofEdges, [...ofEdges.shape, 1]);
    const maps = edges.maps(column, constant([0.5, -1, 2, 0.25, 1, -0.75, 3, 1.5, -0.5, 0.1, 0.2, -2], [2, 2, 3]));
    const sent = edges.sent(stack([x, square(x)], 1));
    const [mapped, plain] = edges.sumProducts(
      [edges.ofComponents(add(w, y)), edges.ofComponents(w), sent, maps],
      ([both, w, sent, maps]) => [
        { weights: both!, sent: sent!, maps: maps! },
        { weights: w!, sent: sent! },
      ],
    );
    return add(sum(mapped!, { axes: [1] }), sum(plain!, { axes: [1] }));
  },
  "two rounds": (edges, x) => edges.mean(edges.fromSenders(edges.sum(edges.fromSenders(square(x))))),
};

function layouts({ nodes, edges }: Graph): { flat: Edges; tables: Edges[] } {
  const [senders, receivers] = [0, 1].map((end) => Int32Array.from(edges, (edge) => edge[end]!)) as [
    Int32Array,
    Int32Array,
  ];
  const { mask, reverseMask, ...table } = padded({ senders, receivers }, nodes);
  const list = (data: Int32Array) => constant(data, [edges.length], "i32");
  const one = paddedEdges({
    senders: constant(table.senders, [nodes, table.slots], "i32"),
    reverse: constant(table.reverse, [nodes, table.reverseSlots], "i32"),
    mask: mask && constant(mask, [nodes, table.slots]),
    reverseMask: reverseMask && constant(reverseMask, [nodes, table.reverseSlots]),
  });
  return {
    flat: flatEdges(list(senders), list(receivers), nodes),
    tables: [
      one,
      ...[1, 2, 12].map((slots) => inRows(edgeRows({ senders, receivers }, nodes, { slots }))),
      inRows(edgeRows({ senders, receivers }, nodes, { slots: 2, blockSlots: 4 })),
    ],
  };
}

/** The layout in which a node has several rows, with a mask for what does not vanish in empty slots. */
function inRows(table: EdgeRows): Edges {
  const [rows, sent] = [table.receivers.length, new Float64Array(table.reverse.length)];
  const mask = new Float64Array(rows * table.slots);
  for (const place of table.places) mask[place] = 1;
  table.reverse.forEach((place, i) => {
    sent[i] = mask[place]!;
  });
  return paddedEdges({
    senders: constant(table.senders, [rows, table.slots], "i32"),
    receivers: constant(table.receivers, [rows], "i32"),
    rows: constant(table.rows, [table.nodes, table.rowSlots], "i32"),
    reverse: constant(table.reverse, [table.nodes, table.reverseSlots], "i32"),
    blocks: table.blocks > 1 ? [table.blocks, rows / table.blocks] : undefined,
    mask: constant(mask, [rows, table.slots]),
    reverseMask: constant(sent, [table.nodes, table.reverseSlots]),
  });
}

describe.each(Object.entries(uses))("%s", (_, use) => {
  test("has the value, first and second derivative in every layout", () =>
    fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        const shape = [graph.nodes, channels];
        const draw = (id: string) => normalConstant(graph.seed, id, ...shape);
        const [x, along, again] = [draw("x"), draw("along"), draw("again")];
        const values = (edges: Edges, threads: number) => {
          const y = use(edges, x);
          const [first] = vjp([y], [x], [along]);
          const [second] = vjp([square(first!)], [x], [again]);
          return evaluate([y, first!, second!], { precision: "f64", threads });
        };
        const { flat, tables } = layouts(graph);
        const expected = await values(flat, 1);
        // One thread sums by the senders, several by the lists of what each sends.
        for (const [table, threads] of tables.flatMap((table) => [1, 2].map((threads) => [table, threads] as const))) {
          const found = await values(table, threads);
          for (const [i, each] of found.entries()) expect(difference(each, expected[i]!)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 4, seed: 20260101, examples: corners.map((graph) => [graph] as [Graph]) },
    ));
});
