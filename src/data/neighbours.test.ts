import { array, assert, constant, integer, nat, property, record, tuple } from "fast-check";
import { expect, test } from "vitest";
import { fullyConnected, type PaddedEdges, padded } from "./neighbours.js";

/** Any digraph, with loops, repeated edges and isolated nodes; an edge's value is a whole number, so sums are exact. */
const digraph = integer({ min: 1, max: 12 }).chain((nodes) =>
  record({
    nodes: constant(nodes),
    edges: array(tuple(nat(nodes - 1), nat(nodes - 1)), { maxLength: 40 }),
  }),
);
const flat = (edges: readonly (readonly [number, number])[]) => ({
  senders: Int32Array.from(edges, ([sender]) => sender),
  receivers: Int32Array.from(edges, ([, receiver]) => receiver),
});
const message = (sender: number, receiver: number) => 1 + 100 * sender + 7 * receiver;

/** Messages of every slot, of slots without an edge too, summed by the mask into receivers and by `reverse` into senders. */
function sums({ nodes, slots, senders, mask, reverseSlots, reverse, reverseMask }: PaddedEdges) {
  const messages = [...senders].map((sender, e) => message(sender, Math.floor(e / slots)));
  const rows = (width: number, value: (at: number) => number) =>
    Array.from({ length: nodes }, (_, i) => {
      return Array.from({ length: width }, (_, slot) => value(i * width + slot)).reduce((a, b) => a + b, 0);
    });
  return {
    received: rows(slots, (e) => messages[e]! * (mask?.[e] ?? 1)),
    sent: rows(reverseSlots, (at) => messages[reverse[at]!]! * (reverseMask?.[at] ?? 1)),
  };
}

test("padded sums are the sums over the edges, by receiver and by sender", () => {
  assert(
    property(digraph, ({ nodes, edges }) => {
      const [received, sent] = [new Array<number>(nodes).fill(0), new Array<number>(nodes).fill(0)];
      for (const [sender, receiver] of edges) {
        received[receiver]! += message(sender, receiver);
        sent[sender]! += message(sender, receiver);
      }
      expect(sums(padded(flat(edges), nodes))).toEqual({ received, sent });
    }),
    { seed: 1 },
  );
});

test("senders increase along a row, missing ones come last and point at 0", () => {
  assert(
    property(digraph, ({ nodes, edges }) => {
      const { slots, senders, mask, reverse, reverseSlots, reverseMask } = padded(flat(edges), nodes);
      for (const [values, presence, width] of [
        [senders, mask, slots],
        [reverse, reverseMask, reverseSlots],
      ] as const) {
        const complete = edges.length === nodes * width;
        expect(presence === undefined).toBe(complete);
        values.forEach((value, at) => {
          const missing = presence?.[at] === 0;
          if (missing) expect(value).toBe(0);
          if (at % width === 0) return;
          if (missing) return;
          expect(presence?.[at - 1] ?? 1).toBe(1);
          expect(value).toBeGreaterThanOrEqual(values[at - 1]!);
        });
      }
    }),
    { seed: 2 },
  );
});

test("a path of three nodes", () => {
  expect(
    padded(
      flat([
        [2, 1],
        [0, 1],
        [1, 2],
      ]),
      3,
    ),
  ).toEqual({
    nodes: 3,
    slots: 2,
    senders: Int32Array.of(0, 0, 0, 2, 1, 0),
    mask: Float64Array.of(0, 0, 1, 1, 1, 0),
    reverseSlots: 1,
    reverse: Int32Array.of(2, 4, 3),
    reverseMask: undefined,
  });
});

test("fully connected graphs need no mask", () => {
  expect(fullyConnected(3, 2)).toEqual({
    nodes: 6,
    slots: 2,
    senders: Int32Array.of(1, 2, 0, 2, 0, 1, 4, 5, 3, 5, 3, 4),
    mask: undefined,
    reverseSlots: 2,
    reverse: Int32Array.of(2, 4, 0, 5, 1, 3, 8, 10, 6, 11, 7, 9),
    reverseMask: undefined,
  });
  expect(fullyConnected(1, 4)).toMatchObject({ nodes: 4, slots: 0, mask: undefined });
});

test("what is no graph", () => {
  expect(() => padded(flat([[0, 3]]), 3)).toThrow("padded: expected nodes from 0 to 2, got 3.");
  expect(() => padded({ senders: Int32Array.of(1), receivers: new Int32Array(2) }, 3)).toThrow("got [1] and [2]");
  expect(() => fullyConnected(2.5)).toThrow(
    "fullyConnected: expected nodes to be a whole number, at least 0, got 2.5.",
  );
});
