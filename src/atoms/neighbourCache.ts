// Neighbours of atoms that move a little from call to call.
import { edgeVectors, type PeriodicEdges, periodicNeighbours } from "../data/periodicNeighbours.js";
import type { Structure } from "../data/structure.js";

/** Edges shorter than the cutoff, by receiver, sender and shift: an order that does not depend on what was asked before. */
export type Neighbours = (structure: Structure) => PeriodicEdges;

/**
 * A neighbour list that is made with a margin and used again until an atom has moved by half of it (Verlet 1967), or the
 * cell, the borders or the atoms are others.
 * @param skin the margin, Å; 0 makes the list anew each time
 */
export function neighbourCache(cutoff: number, skin: number): Neighbours {
  let known: { readonly structure: Structure; readonly list: PeriodicEdges } | undefined;
  return (structure) => {
    if (!known || !covers(known.structure, structure, skin)) {
      const list = ordered(periodicNeighbours(structure, cutoff + skin));
      const copied = { ...structure, positions: structure.positions.slice(), numbers: structure.numbers.slice() };
      known = { structure: { ...copied, ...(structure.cell && { cell: structure.cell.slice() }) }, list };
      if (skin === 0) return list;
    }
    return within(structure, known.list, cutoff);
  };
}

function covers(old: Structure, { numbers, positions, cell, pbc }: Structure, skin: number): boolean {
  const same = (a: ArrayLike<unknown> = [], b: ArrayLike<unknown> = []) =>
    a.length === b.length && Array.prototype.every.call(a, (each, i) => each === b[i]);
  if (skin === 0 || !same(old.numbers, numbers) || !same(old.cell, cell) || !same(old.pbc, pbc)) return false;
  const limit = (skin / 2) ** 2;
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [0, 1, 2].map((k) => positions[i + k]! - old.positions[i + k]!) as [number, number, number];
    if (!(x * x + y * y + z * z < limit)) return false;
  }
  return true;
}

/** The list with each receiver's edges sorted by sender, then shift. */
function ordered({ senders, receivers, shifts, vectors }: PeriodicEdges): PeriodicEdges {
  const lows = [0, 1, 2].map((k) => least(shifts, k));
  const spans = [0, 1, 2].map(
    (k) =>
      1 -
      least(
        shifts.map((each) => -each),
        k,
      ) -
      lows[k]!,
  );
  const [low0, low1, low2] = lows as [number, number, number];
  const [, span1, span2] = spans as [number, number, number];
  const keys = Float64Array.from(senders, (sender, e) => {
    const [a, b, c] = [shifts[3 * e]! - low0, shifts[3 * e + 1]! - low1, shifts[3 * e + 2]! - low2];
    return ((sender * spans[0]! + a) * span1 + b) * span2 + c; // whole, and below 2⁵³ for any list that fits in memory
  });
  const order = new Int32Array(senders.length);
  for (let start = 0; start < senders.length; ) {
    let end = start;
    while (end < senders.length && receivers[end] === receivers[start]) end++;
    const edges = Int32Array.from({ length: end - start }, (_, i) => start + i);
    order.set(
      edges.sort((e, f) => keys[e]! - keys[f]!),
      start,
    );
    start = end;
  }
  return picked({ senders, receivers, shifts, vectors }, order);
}

/** The smallest shift along vector k. */
function least(shifts: Int32Array, k: number): number {
  let low = 0;
  for (let at = k; at < shifts.length; at += 3) low = Math.min(low, shifts[at]!);
  return low;
}

/** The edges of a list that are now shorter than the cutoff, with their vectors now. */
function within({ positions, cell }: Structure, list: PeriodicEdges, cutoff: number): PeriodicEdges {
  const vectors = edgeVectors(positions, cell, list);
  const limit = cutoff * cutoff;
  const kept = new Int32Array(list.senders.length);
  let count = 0;
  for (let e = 0; e < kept.length; e++) {
    const [x, y, z] = [vectors[3 * e]!, vectors[3 * e + 1]!, vectors[3 * e + 2]!];
    if (x * x + y * y + z * z < limit) kept[count++] = e;
  }
  return picked({ ...list, vectors }, kept.subarray(0, count));
}

function picked(list: PeriodicEdges, edges: Int32Array): PeriodicEdges {
  const three = (from: Int32Array | Float64Array, to: Int32Array | Float64Array) => {
    edges.forEach((e, at) => {
      for (let k = 0; k < 3; k++) to[3 * at + k] = from[3 * e + k]!;
    });
  };
  const [shifts, vectors] = [new Int32Array(3 * edges.length), new Float64Array(3 * edges.length)];
  three(list.shifts, shifts);
  three(list.vectors, vectors);
  return {
    senders: edges.map((e) => list.senders[e]!),
    receivers: edges.map((e) => list.receivers[e]!),
    shifts,
    vectors,
  };
}
