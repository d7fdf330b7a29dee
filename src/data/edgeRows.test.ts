import fc from "fast-check";
import { expect, test } from "vitest";
import { bestSlots, edgeRows } from "./edgeRows.js";

const graphs = fc.integer({ min: 1, max: 6 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  return fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(fc.tuple(node, node), { maxLength: 24 }),
    slots: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    blockSlots: fc.constantFrom(4, 10, Number.POSITIVE_INFINITY),
  });
});

test("every edge has its place, and every list leads to edges or to an empty slot", () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges, ...options }) => {
      const senders = Int32Array.from(edges, ([sender]) => sender);
      const receivers = Int32Array.from(edges, ([, receiver]) => receiver);
      const table = edgeRows({ senders, receivers }, nodes, options);
      expect(table.receivers.length % table.blocks).toBe(0);
      expect(table.senders).toHaveLength(table.receivers.length * table.slots);
      const taken = new Set(table.places);
      expect(taken.size).toBe(edges.length);
      edges.forEach(([sender, receiver], e) => {
        const place = table.places[e]!;
        expect(table.senders[place]).toBe(sender);
        expect(table.receivers[Math.floor(place / table.slots)]).toBe(receiver);
      });
      for (let node = 0; node < nodes; node++) {
        const sent = [...table.reverse.subarray(node * table.reverseSlots, (node + 1) * table.reverseSlots)];
        const own = edges.flatMap(([sender], e) => (sender === node ? [table.places[e]!] : []));
        expect(sent.filter((place) => taken.has(place))).toEqual(own);
        const rows = [...table.rows.subarray(node * table.rowSlots, (node + 1) * table.rowSlots)];
        const filled = rows.filter((row) => edges.some((_, e) => Math.floor(table.places[e]! / table.slots) === row));
        for (const row of filled) expect(table.receivers[row]).toBe(node);
        expect(filled).toHaveLength(Math.ceil(receivers.filter((each) => each === node).length / table.slots));
      }
    }),
  );
});

test("a node has one row where degrees are alike, and several where they are not", () => {
  expect(bestSlots(Int32Array.of(28, 28, 28, 28))).toBe(28);
  expect(bestSlots(Int32Array.of(27, 28, 28, 26))).toBe(28);
  expect(bestSlots(new Int32Array(5))).toBe(1);
  const ragged = Int32Array.from({ length: 100 }, (_, i) => (i === 0 ? 400 : 20));
  expect(bestSlots(ragged)).toBe(20);
});

test("rows are cut into blocks of about as many slots as asked for", () => {
  const around = Array.from({ length: 216 * 28 }, (_, e) => [
    Math.floor(e / 28),
    (Math.floor(e / 28) + 1 + (e % 28)) % 216,
  ]);
  const [receivers, senders] = [0, 1].map((end) => Int32Array.from(around, (edge) => edge[end]!)) as [
    Int32Array,
    Int32Array,
  ];
  const { blocks, receivers: rows } = edgeRows({ senders, receivers }, 216, { blockSlots: 450 });
  expect([blocks, rows.length]).toEqual([13, 221]); // 17 rows of 28 a block, 5 of them without edges
  expect(edgeRows({ senders, receivers }, 216).blocks).toBe(1);
  expect(edgeRows({ senders, receivers }, 216, { blockSlots: 1e6 }).blocks).toBe(1);
});

test("a node that does not exist is an error", () => {
  const edges = { senders: Int32Array.of(0), receivers: Int32Array.of(2) };
  expect(() => edgeRows(edges, 2)).toThrow("edgeRows: expected nodes from 0 to 1, got 2.");
});
