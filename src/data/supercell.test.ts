import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Structure } from "./structure.js";
import { supercell } from "./supercell.js";

const url = new URL("../../test/golden/atoms/md.json", import.meta.url);
const golden = JSON.parse(readFileSync(url, "utf8")).supercell;

const one: Structure = {
  numbers: Int32Array.from(golden.one.numbers),
  positions: Float64Array.from(golden.one.positions),
  cell: Float64Array.from(golden.one.cell),
  pbc: [true, true, false],
  info: { name: "salt" },
  arrays: {
    tag: { width: 1, data: Int32Array.of(1, 2) },
    move: { width: 2, data: Float64Array.of(1, 2, 3, 4) },
    label: { width: 1, data: ["a", "b"] },
  },
};

test("atoms, order and cell are those of ASE's repeat", () => {
  const many = supercell(one, golden.copies);
  expect([...many.numbers]).toEqual(golden.many.numbers);
  golden.many.positions.forEach((x: number, i: number) => {
    expect(many.positions[i]).toBeCloseTo(x, 12);
  });
  expect([...many.cell!]).toEqual(golden.many.cell);
  expect(many.positions).toHaveLength(golden.many.positions.length);
});

test("what is known of each atom goes with it", () => {
  const { arrays, info, pbc } = supercell(one, [1, 2, 1]);
  expect({ info, pbc }).toEqual({ info: one.info, pbc: one.pbc });
  expect(arrays).toEqual({
    tag: { width: 1, data: Int32Array.of(1, 2, 1, 2) },
    move: { width: 2, data: Float64Array.of(1, 2, 3, 4, 1, 2, 3, 4) },
    label: { width: 1, data: ["a", "b", "a", "b"] },
  });
});

test("one copy is the structure itself, with or without a cell", () => {
  const { cell: _, ...free } = { ...one, pbc: [false, false, false] as const };
  expect(supercell(free, [1, 1, 1])).toBe(free);
});

test.each<[Partial<Structure>, readonly [number, number, number], string]>([
  [{}, [0, 1, 1], "supercell: expected three whole numbers above 0, got 0 × 1 × 1."],
  [{}, [1.5, 1, 1], "supercell: expected three whole numbers above 0, got 1.5 × 1 × 1."],
  [{}, [1000, 1000, 10], "supercell: expected at most 10000000 atoms, got 1000 × 1000 × 10."],
  [
    { cell: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 0) },
    [1, 1, 2],
    "supercell: expected a cell to repeat, got 1 × 1 × 2.",
  ],
])("%j × %j", (part, counts, message) => {
  expect(() => supercell({ ...one, ...part }, counts)).toThrow(message);
});
