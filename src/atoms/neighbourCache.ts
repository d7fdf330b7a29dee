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
      const list = ordered(structure, periodicNeighbours(structure, cutoff + skin));
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
function ordered({ positions, cell }: Structure, { senders, receivers, shifts }: PeriodicEdges): PeriodicEdges {
  const [low0, low1, low2] = [least(shifts, 0), least(shifts, 1), least(shifts, 2)];
  const negated = shifts.map((each) => -each);
  const [span0, span1, span2] = [0, 1, 2].map((k) => 1 - least(negated, k) - least(shifts, k)) as [
    number,
    number,
    number,
  ];
  // One whole number an edge, below 2⁵³ for any list that fits in memory: sorting numbers needs no callback.
  const keys = Float64Array.from(senders, (sender, e) => {
    const [a, b, c] = [shifts[3 * e]! - low0, shifts[3 * e + 1]! - low1, shifts[3 * e + 2]! - low2];
    return ((sender * span0 + a) * span1 + b) * span2 + c;
  });
  for (let start = 0; start < keys.length; ) {
    let end = start;
    while (end < keys.length && receivers[end] === receivers[start]) end++;
    keys.subarray(start, end).sort();
    start = end;
  }
  const list = { senders: senders.slice(), receivers, shifts: shifts.slice() };
  keys.forEach((key, e) => {
    const [ab, abc] = [Math.floor(key / span2), Math.floor(key / (span2 * span1))];
    const sender = Math.floor(abc / span0);
    list.senders[e] = sender;
    list.shifts[3 * e] = abc - sender * span0 + low0;
    list.shifts[3 * e + 1] = ab - abc * span1 + low1;
    list.shifts[3 * e + 2] = key - ab * span2 + low2;
  });
  return { ...list, vectors: edgeVectors(positions, cell, list) };
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
