import fc from "fast-check";
import { expect, test } from "vitest";
import { bestSlots, edgeRows } from "./edgeRows.js";

const graphs = fc.integer({ min: 1, max: 6 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  return fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(fc.tuple(node, node), { maxLength: 24 }),
    slots: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  });
});

test("every edge has its place, and every list leads to edges or to an empty slot", () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges, slots }) => {
      const senders = Int32Array.from(edges, ([sender]) => sender);
      const receivers = Int32Array.from(edges, ([, receiver]) => receiver);
      const table = edgeRows({ senders, receivers }, nodes, slots);
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

test("a node that does not exist is an error", () => {
  const edges = { senders: Int32Array.of(0), receivers: Int32Array.of(2) };
  expect(() => edgeRows(edges, 2)).toThrow("edgeRows: expected nodes from 0 to 1, got 2.");
});
