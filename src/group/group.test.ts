import { describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { key } from "../random.js";
import { group } from "./group.js";
import { cyclic, euclidean, groups, orthogonal, specialOrthogonal, symmetric } from "./groups/index.gen.js";
import { haarOrthogonal, haarRotation } from "./haar.js";
import { determinant, identity, multiply, transpose } from "./matrix.js";
import { parseGroup } from "./parseGroup.js";

const known = `Known names: ${Object.values(groups)
  .map(({ form }) => form)
  .join(", ")}.`;

describe("names", () => {
  test.each(["C(5)", "S(4)", "O(3)", "SO(3)", "E(3)", "SE(3)", "SO(2)"])("%s", (name) =>
    expect(parseGroup(name).name).toBe(name),
  );
  test("spaces do not matter", () => expect(parseGroup(" SO( 3 ) ").name).toBe("SO(3)"));

  test.each([
    ["X(8)", `group: expected the name of a group, got "X(8)". ${known}`],
    ["", `group: expected the name of a group, got "". ${known}`],
    ["so(3)", `group: expected the name of a group, got "so(3)". ${known}`],
    ["C5", `group: expected the name of a group, got "C5". ${known}`],
    ["C", 'group: expected C(n) with an integer n from 1 to 10000, got "C".'],
    ["S(n)", 'group: expected S(n) with an integer n from 1 to 10000, got "S(n)".'],
    ["O()", 'group: expected O(n) with an integer n from 1 to 256, got "O()".'],
    ["SO(1,2)", 'group: expected SO(n) with an integer n from 1 to 256, got "SO(1,2)".'],
    ["C(2.5)", 'group: expected C(n) with an integer n from 1 to 10000, got "C(2.5)".'],
    ["O(3", 'group: expected O(n) with an integer n from 1 to 256, got "O(3".'],
    ["C(0)", "cyclic: expected an integer n from 1 to 10000, got 0."],
    ["SE(-1)", "specialEuclidean: expected an integer n from 1 to 256, got -1."],
    [undefined as never, `group: expected the name of a group, got undefined. ${known}`],
  ])("%j", (text, message) => {
    expect(() => parseGroup(text)).toThrow(InputError);
    expect(() => parseGroup(text)).toThrow(message);
  });

  test.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, "5" as never, undefined as never])("cyclic(%s)", (n) =>
    expect(() => cyclic(n)).toThrow(`cyclic: expected an integer n from 1 to 10000, got ${n}.`),
  );
});

describe("elements", () => {
  test("orders", () => {
    expect(symmetric(5).order).toBe(120);
    expect([orthogonal(1).order, specialOrthogonal(1).order, orthogonal(2).order]).toEqual([2, 1, null]);
  });
  test("S(n) is b first, and moves entry i to a[i]", () => {
    const [a, b] = [
      [1, 2, 0],
      [1, 0, 2],
    ];
    expect(symmetric(3).multiply(a!, b!)).toEqual([2, 1, 0]);
    expect(
      symmetric(3)
        .matrix(a!)
        .map((row) => row.indexOf(1)),
    ).toEqual([2, 0, 1]);
  });
  test("E(n) composes as x → R x + t", () => {
    const g = euclidean(2);
    const quarter = {
      rotation: [
        [0, -1],
        [1, 0],
      ],
      translation: [1, 0],
    };
    expect(g.multiply(quarter, quarter)).toEqual({
      rotation: [
        [-1, 0],
        [0, -1],
      ],
      translation: [1, 1],
    });
    expect(g.equal(quarter, g.identity)).toBe(false);
  });
  test("equal sees the tolerance and the shape", () => {
    const g = orthogonal(2);
    expect(
      g.equal(
        [
          [1, 1e-6],
          [0, 1],
        ],
        g.identity,
      ),
    ).toBe(false);
    expect(
      g.equal(
        [
          [1, 1e-6],
          [0, 1],
        ],
        g.identity,
        1e-5,
      ),
    ).toBe(true);
    expect(g.equal([[1]], g.identity)).toBe(false);
    expect(
      g.equal(
        [
          [Number.NaN, 0],
          [0, 1],
        ],
        g.identity,
      ),
    ).toBe(false);
  });
  test("large groups cost nothing until a matrix is asked for", () => {
    const g = parseGroup("S(10000)");
    const a = g.random(key(1));
    expect(g.dimension).toBe(10_000);
    expect(g.equal(g.multiply(a, g.inverse(a)), g.identity)).toBe(true);
    expect(orthogonal(256).dimension).toBe(256);
  });
  test("too many elements", () => {
    expect(() => symmetric(9).elements()).toThrow("S(9).elements: expected a group of at most 50000 elements");
    const wrong = group("wrong", { symbol: "W", sample: [3], make: (n: number) => ({ ...cyclic(n + 1), order: n }) });
    expect(() => wrong(3).elements()).toThrow(
      "W(3).elements: expected generators of a group of order 3, got more elements.",
    );
  });
});

describe("irreps of O(3)", () => {
  const irrep = (name: string) => orthogonal(3).irreps.find((one) => one.name === name)!;
  const g = haarOrthogonal(key(5), 3);
  test("1o is a vector, 1e a pseudovector, 0o the determinant", () => {
    const sign = Math.round(determinant(g));
    expect(
      irrep("1o")
        .matrix(g)
        .flat()
        .map((x, i) => Math.abs(x - g.flat()[i]!))
        .every((x) => x < 1e-15),
    ).toBe(true);
    expect(
      irrep("1e")
        .matrix(g)
        .flat()
        .map((x, i) => Math.abs(x - sign * g.flat()[i]!))
        .every((x) => x < 1e-15),
    ).toBe(true);
    expect(irrep("0o").matrix(g)).toEqual([[sign]]);
  });
  test("−1 acts by the parity", () => {
    for (const { name, matrix } of orthogonal(3).irreps)
      expect(
        matrix([
          [-1, 0, 0],
          [0, -1, 0],
          [0, 0, -1],
        ])[0]![0],
      ).toBeCloseTo(name.endsWith("e") ? 1 : -1, 13);
  });
  test("E(3) has those of O(3)", () =>
    expect(euclidean(3).irreps.map(({ name }) => name)).toEqual(orthogonal(3).irreps.map(({ name }) => name)));
});

describe("Haar measure", () => {
  const draws = Array.from({ length: 4000 }, (_, seed) => haarOrthogonal(key(seed), 3));
  const mean = (of: (g: (typeof draws)[0]) => number) => draws.reduce((sum, g) => sum + of(g), 0) / draws.length;
  // Standard errors are below 1/√4000 = 0.016.
  test("entries: E[g₀₀] = 0, E[g₀₀²] = 1/3, E[g₀₀⁴] = 1/5", () => {
    for (const [i, j] of [
      [0, 0],
      [1, 2],
      [2, 2],
    ] as const) {
      expect(Math.abs(mean((g) => g[i]![j]!))).toBeLessThan(0.05);
      expect(Math.abs(mean((g) => g[i]![j]! ** 2) - 1 / 3)).toBeLessThan(0.03);
      expect(Math.abs(mean((g) => g[i]![j]! ** 4) - 1 / 5)).toBeLessThan(0.03);
    }
  });
  test("half of O(3) reflects, none of SO(3); E[trace²] = 1", () => {
    expect(Math.abs(mean((g) => determinant(g)))).toBeLessThan(0.05);
    expect(Math.abs(mean((g) => (g[0]![0]! + g[1]![1]! + g[2]![2]!) ** 2) - 1)).toBeLessThan(0.1);
    for (let seed = 0; seed < 50; seed++) expect(determinant(haarRotation(key(seed), 3))).toBeCloseTo(1, 13);
  });
  test("large matrices stay orthogonal", () => {
    const g = haarOrthogonal(key(1), 60);
    const gram = multiply(g, transpose(g)).flat();
    expect(Math.max(...gram.map((x, i) => Math.abs(x - identity(60).flat()[i]!)))).toBeLessThan(1e-14);
  });
});
