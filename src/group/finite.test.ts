// Names, conventions and errors of the finite groups; the laws are in finite.laws.test.ts.
import { describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { characterTable } from "./characterTable.js";
import { rootOfUnity } from "./complex.js";
import { conjugacyClasses, finiteStructure } from "./conjugacy.js";
import { fourierTransform, inverseFourierTransform } from "./fourier.js";
import { group } from "./group.js";
import {
  alternating,
  automorphisms,
  binaryIcosahedral,
  binaryOctahedral,
  binaryTetrahedral,
  cyclic,
  dihedral,
  directProduct,
  icosahedral,
  octahedral,
  permutationGroup,
  pointGroup,
  quaternion,
  semidirectProduct,
  specialOrthogonal,
  symmetric,
  tetrahedral,
  wreathProduct,
} from "./groups/index.gen.js";
import { conjugatePartition, degreeOf, integerPartitions } from "./integerPartitions.js";
import { determinant, type Matrix } from "./matrix.js";
import { parseGroup } from "./parseGroup.js";
import { standardMatrix } from "./permutations.js";
import { youngOrthogonal } from "./youngOrthogonal.js";

describe("names", () => {
  test.each([
    ["A(5)", "A(5)", 60],
    ["D(4)", "D(4)", 8],
    ["Q(8)", "Q(8)", 8],
    ["2I", "2I", 120],
    ["T", "T", 12],
    ["O", "O", 24],
    ["I", "I", 60],
    ["C(4) x S(3)", "C(4) x S(3)", 24],
    ["C(4)  ×  S( 3 )", "C(4) x S(3)", 24],
    ["(C(2) x C(3)) x C(5)", "(C(2) x C(3)) x C(5)", 30],
    ["C(2) wr S(3)", "C(2) wr S(3)", 48],
    ["(C(2) x C(2)) wr C(3)", "(C(2) x C(2)) wr C(3)", 192],
    ["C(2) wr S(2) x C(3)", "(C(2) wr S(2)) x C(3)", 24],
    ["C(7) : C(3)", "C(7) : C(3) by 2", 21],
    ["C(7) : C(3) by 4", "C(7) : C(3) by 4", 21],
    ["(C(7) : C(3)) x C(2)", "(C(7) : C(3) by 2) x C(2)", 42],
    ["C(5) : C(2)", "C(5) : C(2) by 4", 10],
    ["<(0 1 2), (0 1)>", "<(0 1 2), (0 1)>", 6],
    ["<(0,1)(2,3)>", "<(0 1)(2 3)>", 2],
    ["< (0 1) on 4 >", "<(0 1) on 4>", 2],
    ["<()>", "<() on 1>", 1],
    ["Aut(4: 0-1 1-2 2-3 3-0)", "Aut(4: 0-1 1-2 2-3 3-0)", 8],
    ["Aut(3:)", "Aut(3:)", 6],
    ["Aut(3: 0>1 1>2 2>0) x C(2)", "Aut(3: 0>1 1>2 2>0) x C(2)", 6],
    ["m-3m", "m-3m", 48],
    ["m3m", "m-3m", 48],
    ["Oh", "m-3m", 48],
    ["D6h", "6/mmm", 24],
    ["4\u0304", "-4", 4],
    ["C2v x C(3)", "mm2 x C(3)", 12],
    ["S(3) x SO(3)", "S(3) x SO(3)", null],
  ] as [string, string, number | null][])("%s", (text, name, order) => {
    const found = parseGroup(text);
    expect([found.name, found.order]).toEqual([name, order]);
    expect(parseGroup(found.name).name).toBe(name);
  });

  test.each([
    ["Q(10)", "quaternion: expected a multiple of 4, the order of the group, got 10."],
    ["Q(4)", "quaternion: expected an integer n from 8 to 40000, got 4."],
    ["D(0)", "dihedral: expected an integer n from 1 to 10000, got 0."],
    ["C(4) x X(3)", 'group: expected the name of a group, got "X(3)".'],
    [
      "C(2) wr SO(3)",
      "wreathProduct: expected a group that permutes points, such as S(n), A(n), C(n) or D(n), after wr, got SO(3).",
    ],
    ["S(3) : C(2)", 'semidirectProduct: expected a name of the form C(n) : C(m) by r, got "S(3) : C(2)".'],
    [
      "C(7) : C(4)",
      "semidirectProduct: expected a number of order 4 modulo 7, got none. Name the factor, as in C(7) : C(4) by 1.",
    ],
    [
      "C(7) : C(3) by 3",
      'semidirectProduct: expected an action of C(3) on C(7) by automorphisms, got "3", which is none.',
    ],
    ["<(0 1 0)>", 'permutationGroup: expected each point once in a permutation, got "<(0 1 0)>".'],
    ["<(0 1>", 'permutationGroup: expected cycles such as (0 1 2)(3 4), got "<(0 1>".'],
    ["<(0 400)>", "permutationGroup: expected 1 to 400 points, got 401."],
    ["<(0 5) on 3>", "permutationGroup: expected permutations of 0 to 2, got [5,1,2,3,4,0]."],
    [
      "Aut(2: 0-1 0>1)",
      'automorphisms: expected edges all of the form 0-1, or all of the form 0>1, got "Aut(2: 0-1 0>1)".',
    ],
    ["Aut(2: 0-2)", "automorphisms: expected edges between vertices 0 to 1, got [0, 2]."],
    ["Aut(2)", 'group: expected Aut(n: 0-1 1-2 …), got "Aut(2)".'],
    ["D5h", 'group: expected the name of a group, got "D5h".'],
  ])("%s is refused", (text, message) => {
    expect(() => parseGroup(text)).toThrow(InputError);
    expect(() => parseGroup(text)).toThrow(message);
  });
});

describe("conventions", () => {
  test("D(n): a reflection of y, then turns", () => {
    const d4 = dihedral(4);
    expect(d4.matrix([1, 1]).map((row) => row.map((x) => Math.round(x) + 0))).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(d4.multiply([1, 0], [0, 1])).toEqual([1, 1]);
    expect(d4.multiply([0, 1], [1, 0])).toEqual([3, 1]);
  });

  test("Q(8): i j = k, i² = j² = −1", () => {
    const [i, j] = [
      [1, 0],
      [0, 1],
    ] as const;
    const { multiply } = quaternion(8);
    expect([multiply(i, i), multiply(j, j), multiply(i, j), multiply(j, i)]).toEqual([
      [2, 0],
      [2, 0],
      [1, 1],
      [3, 1],
    ]);
  });

  test("rotation groups rotate, and T1 or T is the rotation itself", () => {
    for (const g of [tetrahedral(), octahedral(), icosahedral()]) {
      for (const a of g.elements()) expect(determinant(g.matrix(a))).toBeCloseTo(1, 14);
      const own = characterTable(g).irreps.find(({ name }) => name === "T" || name === "T1")!;
      for (const [k, { representative }] of characterTable(g).classes.entries())
        expect(trace(g.matrix(representative))).toBeCloseTo(own.character[k]!.re, 13);
    }
    expect(
      octahedral()
        .elements()
        .every((a) => octahedral().matrix(a).flat().every(Number.isInteger)),
    ).toBe(true);
  });

  test("double covers: E1/2 is the quaternion itself, −1 acts by −1", () => {
    for (const g of [binaryTetrahedral(), binaryOctahedral(), binaryIcosahedral()]) {
      const own = characterTable(g).irreps.find(({ name }) => name === "E1/2")!;
      expect(own.type).toBe("quaternionic");
      for (const [k, { representative }] of characterTable(g).classes.entries())
        expect(trace(g.matrix(representative)) / 2).toBeCloseTo(own.character[k]!.re, 13);
    }
  });

  test("point groups: orthogonal matrices on orthonormal axes, Mulliken's vectors", () => {
    // The representation on x, y, z, by published tables (Altmann & Herzig 1994, "Point-group theory tables").
    const vectors: Record<string, string> = {
      mm2: "A1 + B1 + B2",
      "222": "B1 + B2 + B3",
      "4mm": "A1 + E",
      "-42m": "B2 + E",
      "3m": "A1 + E",
      "32": "A2 + E",
      "422": "A2 + E",
      "622": "A2 + E1",
      "6mm": "A1 + E1",
      "-6m2": "A2\" + E'",
      "-6": "A\" + E' + E'*",
      "4": "A + E + E*",
      "-4": "B + E + E*",
      "6/mmm": "A2u + E1u",
      "m-3m": "T1u",
      "-43m": "T2",
      "432": "T1",
      "23": "T",
      "m-3": "Tu",
      mmm: "B1u + B2u + B3u",
      "2/m": "Au + Bu",
      m: "A' + A\"",
      "4/mmm": "A2u + Eu",
      "-3m": "A2u + Eu",
    };
    for (const [symbol, expected] of Object.entries(vectors)) {
      const g = pointGroup(symbol);
      const { classes, irreps } = characterTable(g);
      const found = irreps.filter(({ character }) => {
        const sum = classes.reduce(
          (s, { representative, size }, k) => s + size * character[k]!.re * trace(g.matrix(representative)),
          0,
        );
        return Math.abs(sum / g.order!) > 0.5;
      });
      const names = found.map(({ name }) => name).sort();
      expect([symbol, names]).toEqual([symbol, expected.split(" + ").sort()]);
    }
  });

  test("the standard irrep of S(n) is Young's, in Helmert's basis", () => {
    const [left, right] = [standardMatrix([2, 0, 3, 1, 4]), youngOrthogonal([4, 1])([2, 0, 3, 1, 4])];
    for (const [i, row] of left.entries()) for (const [j, x] of row.entries()) expect(x).toBeCloseTo(right[i]![j]!, 14);
  });

  test("A(4) splits [2,2] and its 3-cycles", () => {
    const { classes, irreps } = characterTable(alternating(4));
    expect(classes.map(({ size }) => size)).toEqual([1, 3, 4, 4]);
    expect(irreps.map(({ name }) => name)).toEqual(["[4]", "[2,2]+", "[2,2]-", "[3,1]"]);
  });
});

const trace = (a: Matrix) => a.reduce((sum, row, i) => sum + row[i]!, 0);

describe("characters beyond what can be listed", () => {
  test("S(16): the degrees' squares add to 16!", () => {
    const { irreps, classes } = characterTable(symmetric(16));
    expect(irreps.length).toBe(231);
    const squares = irreps.reduce((sum, { degree }) => sum + BigInt(degree) ** 2n, 0n);
    expect(squares).toBe(20_922_789_888_000n);
    expect(classes.reduce((sum, { size }) => sum + size, 0)).toBe(20_922_789_888_000);
  });
  test("C(1000)", () => expect(characterTable(cyclic(1000)).irreps[1]!.character[1]).toEqual({ re: -1, im: 0 }));
  test("roots of unity are exact where they can be", () => {
    const parts = Array.from({ length: 12 }, (_, k) => rootOfUnity(k, 12));
    expect(parts.map(({ re }) => re).filter((x) => Number.isInteger(2 * x))).toEqual([
      1, 0.5, 0, -0.5, -1, -0.5, 0, 0.5,
    ]);
    expect(parts.every(({ re, im }) => Math.abs(Math.hypot(re, im) - 1) < 1e-15)).toBe(true);
  });
  test("degrees by hooks", () => {
    expect(integerPartitions(5).map(degreeOf)).toEqual([1, 4, 5, 6, 5, 4, 1]);
    expect(conjugatePartition([4, 2, 1])).toEqual([3, 2, 1, 1]);
  });
});

describe("errors", () => {
  test.each([
    [
      () => characterTable(specialOrthogonal(3)),
      "SO(3).elements: expected a group of at most 50000 elements, got SO(3) of order infinity.",
    ],
    [
      () => conjugacyClasses(symmetric(9)),
      "S(9).elements: expected a group of at most 50000 elements, got S(9) of order 362880.",
    ],
    [() => characterTable(symmetric(17)), "characterTable: expected S(n) or A(n) with n to 16, got n = 17."],
    [
      () => characterTable(cyclic(3000)),
      "C(3000).characterTable: expected a group of at most 2000 conjugacy classes, got 3000 classes.",
    ],
    [
      () => characterTable(wreathProduct(cyclic(2), symmetric(8))),
      "C(2) wr S(8).elements: expected a group of at most 50000 elements, got C(2) wr S(8) of order 10321920.",
    ],
    [
      () => fourierTransform(symmetric(3), [1, 2]),
      "fourierTransform: expected 6 numbers, one for each element of S(3), got 2.",
    ],
    [
      () => inverseFourierTransform(symmetric(3), []),
      "inverseFourierTransform: expected matrices of sizes 1, 1, 2, got none.",
    ],
    [() => finiteStructure(cyclic(3)).indexOf(7), "C(3): expected an element of the group, got 7."],
    [
      () => pointGroup("5"),
      'pointGroup: expected the Hermann–Mauguin or Schoenflies symbol of one of the 32 point groups, got "5".',
    ],
    [() => permutationGroup([[0, 0]], 2), "permutationGroup: expected permutations of 0 to 1, got [0,0]."],
    [
      () => automorphisms({ vertices: 2, edges: [[0, 5]] }),
      "automorphisms: expected edges between vertices 0 to 1, got [0, 5].",
    ],
    [
      () =>
        semidirectProduct(symmetric(3) as never, cyclic(2) as never, {
          name: "swap",
          by: (h, n) => (h === 0 ? n : [1, 0, 2]),
        }),
      'semidirectProduct: expected an action of C(2) on S(3) by automorphisms, got "swap", which is none.',
    ],
  ])("%s", (act, message) => expect(act).toThrow(message));

  test("generators that do not close within the order", () => {
    const wrong = group("wrong", {
      symbol: "W",
      sample: [3],
      make: (n: number) => ({ ...cyclic(n + 1), order: n, irreps: [] }),
    });
    expect(() => wrong(3).elements()).toThrow(
      "W(3).elements: expected generators of a group of order 3, got more elements.",
    );
  });
});

test("a semidirect product by any action: the symmetries of the square", () => {
  const turns = cyclic(4);
  const inverted = {
    name: "inversion",
    by: (h: unknown, k: unknown) => (h === 0 ? (k as number) : (4 - (k as number)) % 4),
  };
  const g = semidirectProduct(turns as never, cyclic(2) as never, inverted as never);
  expect(g.name).toBe("C(4) : C(2) by inversion");
  const degrees = characterTable(g).irreps.map(({ degree }) => degree);
  expect(degrees).toEqual([1, 1, 1, 1, 2]);
});

test("direct products of quaternionic irreps are real", () => {
  const { irreps } = characterTable(directProduct(quaternion(8) as never, quaternion(8) as never));
  expect(irreps.filter(({ degree }) => degree === 4).map(({ type }) => type)).toEqual(["real"]);
});
