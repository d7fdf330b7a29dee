import { expect, test } from "vitest";
import { periodicNeighbours } from "../data/periodicNeighbours.js";
import type { Structure } from "../data/structure.js";
import { fold, key, normal, uniform } from "../random.js";
import { neighbourCache } from "./neighbourCache.js";

const atoms = 40;
const start: Structure = {
  numbers: new Int32Array(atoms).fill(14),
  positions: uniform(key(1), 3 * atoms, -3, 12),
  cell: Float64Array.of(9, 0, 0, 2, 8, 0, -1, 1, 10),
  pbc: [true, true, false],
  info: {},
};

test("gives the same bytes with a margin as without, while atoms wander and the cell strains", () => {
  const [fresh, cached] = [neighbourCache(3, 0), neighbourCache(3, 0.8)];
  let structure = start;
  for (let step = 0; step < 30; step++) {
    const kick = normal(fold(key(2), step), 3 * atoms);
    structure = { ...structure, positions: structure.positions.map((x, i) => x + 0.05 * kick[i]!) };
    if (step === 20) structure = { ...structure, cell: structure.cell!.map((x) => 1.01 * x) };
    expect(cached(structure)).toEqual(fresh(structure));
  }
});

test("has the edges of the neighbour list, each receiver's sorted by sender and shift", () => {
  const { senders, receivers, shifts, vectors } = neighbourCache(4, 0.5)(start);
  const plain = periodicNeighbours(start, 4);
  const texts = (list: typeof plain) =>
    Array.from(list.senders, (sender, e) => [list.receivers[e], sender, ...list.shifts.subarray(3 * e, 3 * e + 3)]);
  const sorted = (rows: readonly (readonly (number | undefined)[])[]) =>
    rows.toSorted((a, b) => a.map((x, i) => x! - b[i]!).find((each) => each !== 0) ?? 0);
  expect(texts({ senders, receivers, shifts, vectors })).toEqual(sorted(texts(plain)));
});

test("a list does not change when the caller's arrays do", () => {
  const cached = neighbourCache(3, 0.8);
  const positions = start.positions.slice();
  cached({ ...start, positions });
  positions[0]! += 5;
  expect(cached({ ...start, positions })).toEqual(neighbourCache(3, 0)({ ...start, positions }));
});
