import { expect, test } from "vitest";
import { groups } from "./groups/index.gen.js";
import { cellOperations, pointGroupOf, spaceGroup, spaceGroupSymbol } from "./groups/spaceGroup.js";
import { intertwiners } from "./intertwiners.js";
import { apply, determinant } from "./matrix.js";

/** Operations in the conventional cell, as moyo 0.15 lists them: the multiplicity of the general position. */
const counts =
  "1 2 2 2 4 2 2 4 4 4 4 8 4 4 8 4 4 4 4 8 8 16 8 8 4 4 4 4 4 4 4 4 4 4 8 8 8 8 8 8 8 16 16 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 16 16 16 16 16 16 32 32 16 16 16 16 4 4 4 4 8 8 4 8 8 8 8 8 16 16 8 8 8 8 8 8 8 8 16 16 8 8 8 8 8 8 8 8 16 16 16 16 8 8 8 8 8 8 8 8 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 16 32 32 32 32 3 3 3 9 6 18 6 6 6 6 6 6 18 6 6 6 6 18 18 12 12 12 12 36 36 6 6 6 6 6 6 6 12 12 12 12 12 12 12 12 12 12 12 12 12 12 12 12 24 24 24 24 12 48 24 12 24 24 24 96 96 48 24 48 24 24 96 96 48 24 24 48 24 96 48 24 96 48 48 48 48 48 192 192 192 192 96 96";

test("operations in a cell, all 230", () => {
  const found = Array.from({ length: 230 }, (_, i) => cellOperations(i + 1).length);
  expect(found.join(" ")).toBe(counts);
});

test("point groups, all 230: 32 kinds, told apart by the types of their operations", () => {
  const kinds = new Set<string>();
  for (let n = 1; n <= 230; n++) {
    const all = pointGroupOf(n).elements();
    expect(48 % all.length).toBe(0);
    const types = all.map((a) => `${determinant(a)} ${a.reduce((sum, row, i) => sum + row[i]!, 0)}`); // axis and turn
    kinds.add(types.sort().join());
  }
  expect(kinds.size).toBe(32);
});

test("73 symmorphic ones have an origin that the whole point group fixes, in their setting or another", () => {
  // In the standard setting at least those whose generators have only centring translations.
  const fixed = Array.from({ length: 230 }, (_, i) => i + 1).filter((n) => {
    const all = cellOperations(n);
    const atOrigin = all.filter(({ translation }) => translation.every((x) => x === 0));
    return atOrigin.length === pointGroupOf(n).order;
  });
  expect(fixed.length).toBe(73);
});

test("symbols and known operations", () => {
  expect([1, 14, 62, 194, 225, 227, 230].map(spaceGroupSymbol)).toEqual([
    "P 1",
    "P 2_1/c",
    "P n m a",
    "P 6_3/m m c",
    "F m -3 m",
    "F d -3 m",
    "I a -3 d",
  ]);
  // P 2_1/c, unique axis b: the screw (−x, y + 1/2, −z + 1/2).
  const screw = cellOperations(14).find(({ rotation }) => rotation[1]![1] === 1 && rotation[0]![0] === -1)!;
  expect(screw.translation).toEqual([0, 12, 12]);
  // The screw of P 2_1 twice is one edge up.
  const G = spaceGroup(4);
  const twice = G.multiply(G.generators[0]!, G.generators[0]!);
  expect(apply(G.matrix(twice), [0.25, 0.5, 0.75, 1])).toEqual([0.25, 1.5, 0.75, 1]);
});

test("the one invariant vector of a polar group: P 4 m m, not P 4/m m m", () => {
  const invariants = (n: number) =>
    intertwiners({ ...pointGroupOf(n), name: "vector" }, pointGroupOf(n).irreps[0]!).dimension;
  expect([99, 123, 1, 6].map(invariants)).toEqual([1, 0, 3, 2]);
  expect(groups.spaceGroup).toBe(spaceGroup);
});
