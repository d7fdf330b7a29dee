import { describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { dimHom, spanningDiagrams } from "./diagramHom.js";
import type { Group } from "./group.js";
import { groups } from "./groups/index.gen.js";
import { homDimension } from "./homDimension.js";
import { intertwiners } from "./intertwiners.js";
import { matrixOf } from "./multiplyDiagram.js";
import { parseGroup } from "./parseGroup.js";
import { tensorPower } from "./representation.js";

const nullity = (name: string, k: number, l: number) => {
  const G = parseGroup(name);
  return intertwiners(tensorPower(G, k), tensorPower(G, l));
};

describe("by diagrams as by the nullspace", () => {
  const powers = [
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 1],
    [2, 2],
    [1, 3],
  ] as const;
  test.each(["S(1)", "S(2)", "S(3)", "S(4)", "O(1)", "O(2)", "O(3)", "SO(1)", "SO(2)", "SO(3)", "Sp(2)", "Sp(4)"])(
    "%s",
    (name) => {
      for (const [k, l] of powers) expect([k, l, dimHom(name, k, l)]).toEqual([k, l, nullity(name, k, l).dimension]);
    },
  );

  test.each(["S(3)", "O(2)", "SO(3)", "SO(2)", "Sp(4)"])("%s: the diagrams lie in the nullspace", (name) => {
    const { basis } = nullity(name, 2, 2);
    const n = parseGroup(name).dimension;
    for (const one of spanningDiagrams(name, 2, 2)) {
      const matrix = matrixOf(one, n);
      const norm = matrix.reduce((sum, x) => sum + x * x, 0);
      const inside = basis.map((X) => X.flat().reduce((sum, x, i) => sum + x * matrix[i]!, 0));
      expect(inside.reduce((sum, x) => sum + x * x, 0) / norm).toBeCloseTo(1, 10);
    }
  });
});

test.each([
  ["C(1)", 2, 2, 16],
  ["C(5)", 1, 1, 2],
  ["C(5)", 5, 5, 254],
  ["C(4)", 2, 2, 8],
  ["C(3)", 2, 1, 2],
  ["SO(1,3)", 2, 2, 4],
  ["SL(2)", 2, 2, 2],
  ["SE(2)", 1, 1, 1],
])("%s, k = %i, l = %i: %i", (name, k, l, dimension) => {
  expect(homDimension(parseGroup(name), k, l)).toBe(dimension);
  expect(nullity(name, k, l).dimension).toBe(dimension);
});

const all = Object.values(groups).flatMap((rule): readonly Group[] => rule.sample);
test.each(all.filter(({ dimension }) => dimension <= 8).map((G) => [G.name, G] as const))(
  "%s: k = l = 1 and 2 → 1",
  (_, G) => {
    expect(homDimension(G, 1, 1)).toBe(intertwiners(G, G).dimension);
    if (G.dimension <= 5)
      expect(homDimension(G, 2, 1)).toBe(intertwiners(tensorPower(G, 2), tensorPower(G, 1)).dimension);
  },
);

test("a finite group is counted by characters, at any power", () =>
  expect(homDimension(parseGroup("C(5)"), 9, 9)).toBe(54_740));

test("errors", () => {
  expect(() => homDimension(parseGroup("C(4)"), -1, 0)).toThrow("homDimension: expected powers k, l ≥ 0, got -1.");
  expect(() => homDimension(parseGroup("SE(3)"), 5, 5)).toThrow(InputError);
  expect(() => homDimension(parseGroup("SE(3)"), 5, 5)).toThrow(
    "expected maps of at most 65536 entries, for a group without diagrams, got 4^10.",
  );
});
