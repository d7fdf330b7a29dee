import { describe, expect, test } from "vitest";
import { ExpectationError } from "../error.js";
import { diagram, diagramText } from "./diagram.js";
import { compose, tensor } from "./diagramCategory.js";
import { dimHom, spanningDiagrams } from "./diagramHom.js";
import { brauer, determinantBrauer, jellyfish, partition, symplecticBrauer } from "./diagrams/index.gen.js";
import { tableauCount } from "./integerPartitions.js";
import { matrixOf, multiplier, multiply } from "./multiplyDiagram.js";
import { orbitCombination } from "./orbitCombination.js";
import { evenTableaux } from "./youngDiagrams.js";

describe("published counts", () => {
  test("S(n): Bell numbers, restricted to n blocks", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((m) => partition.dimension(8, m, 0))).toEqual([
      1, 1, 2, 5, 15, 52, 203, 877, 4140,
    ]);
    // Pearce-Crump 2022: 15 weights for k = l = 2 only from n = 4.
    expect([1, 2, 3, 4, 5].map((n) => partition.dimension(n, 2, 2))).toEqual([1, 8, 14, 15, 15]);
  });
  test("A(n): Pearce-Crump 2023", () =>
    expect([1, 2, 3, 4, 5, 6].map((n) => jellyfish.dimension(n, 2, 2))).toEqual([1, 16, 27, 22, 16, 15]));
  test("O(n): (2k − 1)!! to k = n, then fewer", () => {
    expect([0, 2, 4, 6, 8, 10].map((m) => brauer.dimension(5, m, 0))).toEqual([1, 1, 3, 15, 105, 945]);
    expect([1, 2, 3].map((n) => brauer.dimension(n, 3, 3))).toEqual([1, 10, 15]);
    expect([2, 3, 4, 5].map((k) => brauer.dimension(2, k, k))).toEqual([3, 10, 35, 126]); // binomial (2k − 1, k)
    expect(brauer.dimension(3, 2, 1)).toBe(0);
  });
  test("SO(n): with the determinant", () => {
    expect([1, 2, 3, 4, 5, 6].map((m) => determinantBrauer.dimension(3, m, 0))).toEqual([0, 1, 1, 3, 6, 15]); // Riordan numbers
    expect([2, 4, 6, 8].map((m) => determinantBrauer.dimension(2, m, 0))).toEqual([2, 6, 20, 70]); // central binomials
    expect(determinantBrauer.dimension(4, 2, 2)).toBe(4);
  });
  test("Sp(n): Catalan numbers for n = 2, (2k − 1)!! to 2k = n", () => {
    expect([0, 2, 4, 6, 8, 10].map((m) => symplecticBrauer.dimension(2, m, 0))).toEqual([1, 1, 2, 5, 14, 42]);
    expect([2, 4, 6].map((m) => symplecticBrauer.dimension(4, m, 0))).toEqual([1, 3, 14]);
    expect([2, 4, 6, 8].map((m) => symplecticBrauer.dimension(8, m, 0))).toEqual([1, 3, 15, 105]);
  });
  test("tableaux", () => {
    expect([[2, 1], [3, 2], [2, 2, 2], [5], []].map(tableauCount)).toEqual([2n, 5n, 5n, 1n, 1n]);
    expect(evenTableaux(30, 60)).toBe(29215606371473169285018060091249259296875n); // 59!!
  });
});

test("texts", () => {
  const texts = (group: string, k: number, l: number) => spanningDiagrams(group, k, l).map(diagramText);
  expect(texts("S(2)", 1, 1)).toEqual(["{1,1'}", "{1} {1'}"]);
  expect(texts("S(1)", 1, 1)).toEqual(["{1,1'}"]);
  expect(texts("O(3)", 2, 2)).toEqual(["{1,2} {1',2'}", "{1,1'} {2,2'}", "{1,2'} {2,1'}"]);
  expect(texts("SO(3)", 2, 1)).toEqual(["det(1,1',2')"]);
  expect(texts("SO(2)", 1, 1)).toEqual(["{1,1'}", "det(1,1')"]);
  expect(texts("A(3)", 2, 0)).toEqual(["{1',2'}", "{1'} {2'}", "det(1',2',*)"]);
  expect(texts("A(2)", 2, 1)).toContain("det({1,1'},2')");
  expect(texts("Sp(4)", 0, 0)).toEqual(["{}"]);
});

describe("known maps", () => {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  test("trace, transpose, row sums, diagonal", () => {
    expect(multiply(diagram(2, 0, [[0, 1]]), 3, x)).toEqual(Float64Array.of(15));
    expect(
      multiply(
        diagram(2, 2, [
          [0, 3],
          [1, 2],
        ]),
        3,
        x,
      ),
    ).toEqual(Float64Array.of(1, 4, 7, 2, 5, 8, 3, 6, 9));
    expect(multiply(diagram(2, 1, [[0, 1], [2]]), 3, x)).toEqual(Float64Array.of(6, 15, 24));
    expect(multiply(diagram(2, 1, [[0, 1, 2]]), 3, x)).toEqual(Float64Array.of(1, 5, 9));
    expect(multiply(diagram(1, 2, [[0, 1, 2]]), 2, Float64Array.of(3, 4))).toEqual(Float64Array.of(3, 0, 0, 4));
  });
  test("the determinant of three vectors, and the cross product", () => {
    const det = diagram(3, 0, [], { arms: [[0], [1], [2]] });
    const cross = diagram(2, 1, [], { arms: [[0], [1], [2]] });
    const outer = (...all: number[][]) =>
      Float64Array.from(all.reduce((a, b) => a.flatMap((p) => b.map((q) => p * q)), [1]));
    expect(multiply(det, 3, outer([1, 2, 3], [0, 1, 4], [5, 6, 0]))).toEqual(Float64Array.of(1));
    expect(multiply(cross, 3, outer([1, 2, 3], [4, 5, 6]))).toEqual(Float64Array.of(-3, 6, -3));
  });
  test("the symplectic form of two vectors", () => {
    const form = diagram(2, 0, [[0, 1]], { form: "symplectic" });
    expect(multiply(form, 2, Float64Array.of(0, 1, 0, 0))).toEqual(Float64Array.of(1)); // ω(e₀, e₁)
    expect(multiply(form, 2, Float64Array.of(0, 0, 1, 0))).toEqual(Float64Array.of(-1));
  });
  test("a multiplier is used again", () => {
    const trace = multiplier(diagram(2, 0, [[0, 1]]), 3);
    expect([trace(x), trace(x.map((value) => 2 * value))]).toEqual([Float64Array.of(15), Float64Array.of(30)]);
  });
});

describe("relations", () => {
  const loop = (form: "symmetric" | "symplectic") =>
    compose(diagram(2, 0, [[0, 1]], { form }), diagram(0, 2, [[0, 1]], { form }), 4).terms[0]!.coefficient;
  test("a loop is n", () => expect([loop("symmetric"), loop("symplectic")]).toEqual([4, 4]));
  test("a symplectic zigzag is −1", () => {
    const [cup, cap, one] = [
      diagram(0, 2, [[0, 1]], { form: "symplectic" }),
      diagram(2, 0, [[0, 1]], { form: "symplectic" }),
      diagram(1, 1, [[0, 1]], { form: "symplectic" }),
    ];
    const zigzag = compose(tensor(one, cap, 4), tensor(cup, one, 4), 4);
    expect(zigzag.terms).toEqual([{ coefficient: -1, diagram: one }]);
  });
  test("the square of a determinant is n!", () => {
    const arms = [[0], [1], [2], [3]];
    const square = compose(diagram(4, 0, [], { arms }), diagram(0, 4, [], { arms }), 4);
    expect(square.terms).toEqual([{ coefficient: 24, diagram: diagram(0, 0, []) }]);
  });
  test("a determinant is 0 where two arms meet", () => {
    const det = diagram(3, 0, [], { arms: [[0], [1], [2]] });
    expect(
      compose(
        det,
        diagram(1, 3, [
          [0, 1],
          [2, 3],
        ]),
        3,
      ).terms,
    ).toEqual([]);
    expect(
      multiply(
        compose(
          det,
          diagram(1, 3, [
            [0, 1],
            [2, 3],
          ]),
          3,
        ),
        3,
        new Float64Array(3),
      ),
    ).toEqual(Float64Array.of(0));
  });
  test("the orbit basis: indices agree exactly within blocks; 0 beyond n blocks", () => {
    for (const n of [1, 2, 3, 4])
      for (const one of partition.spanning(4, 2, 2)) {
        const matrix = matrixOf(orbitCombination(one), n);
        const isOrbit = Float64Array.from(matrix, (_, at) => {
          const index = [3, 2, 1, 0].map((axis) => Math.floor(at / n ** axis) % n);
          const values = one.blocks.map((block) => new Set(block.map((vertex) => index[vertex])));
          const isWithin = values.every(({ size }) => size === 1);
          return Number(isWithin && new Set(values.flatMap((set) => [...set])).size === one.blocks.length);
        });
        expect(matrix.every((entry, at) => entry === isOrbit[at])).toBe(true);
        expect(matrix.some((entry) => entry !== 0)).toBe(one.blocks.length <= n);
      }
  });
});

describe("errors", () => {
  const pair = diagram(2, 0, [[0, 1]]);
  const form = diagram(2, 0, [[0, 1]], { form: "symplectic" });
  const det = diagram(2, 0, [], { arms: [[0], [1]] });
  test.each<[() => unknown, string]>([
    [() => diagram(1, 1, [[0]]), "diagram: expected blocks with each of the vertices 0 … 1 once, got [[0]]."],
    [
      () => diagram(1, 1, [[0, 1], [1]]),
      "diagram: expected blocks with each of the vertices 0 … 1 once, got [[0,1],[1]].",
    ],
    [
      () => diagram(1, 1, [[0, 1], []]),
      "diagram: expected blocks with each of the vertices 0 … 1 once, got [[0,1],[]].",
    ],
    [() => diagram(1, 1, [[0], [2]]), "diagram: expected blocks with each of the vertices 0 … 1 once, got [[0],[2]]."],
    [() => diagram(1, 0, [], { arms: [[0], [], []] }), "diagram: expected at most one empty arm, got [[0],[],[]]."],
    [
      () => diagram(1, 0, [[0]], { form: "symplectic" }),
      "diagram: expected pairs, for the symplectic form, got [[0]].",
    ],
    [() => multiply(pair, 3, new Float64Array(8)), "multiply: expected 3^2 numbers, got 8."],
    [() => multiply(pair, 2.5, new Float64Array(6)), "diagram: expected a dimension n ≥ 1, got 2.5."],
    [() => multiply(det, 3, new Float64Array(9)), "diagram: expected n = 2, one for each arm, got 3."],
    [() => multiply(form, 3, new Float64Array(9)), "diagram: expected an even n, for the symplectic form, got 3."],
    [() => matrixOf(identity(7), 4), "matrixOf: expected at most 2^26 entries, got 4^14. Use multiply."],
    [() => compose(pair, pair, 3), "compose: expected 2 outputs below, got 0. Swap them?"],
    [() => compose(det, diagram(0, 2, [[0, 1]]), 3), "diagrams: expected determinants of 3 arms, got 2 arms."],
    [() => tensor(pair, form, 2), "diagrams: expected two of symmetric form, got one of symplectic form."],
    [() => orbitCombination(det), "orbitCombination: expected a partition diagram, got arms."],
    [() => partition.spanning(0, 1, 1), "partition: expected S(n) with a positive n, got 0."],
    [() => symplecticBrauer.dimension(3, 1, 1), "symplecticBrauer: expected Sp(n) with an even n, got 3."],
    [() => brauer.dimension(3, -1, 1), "brauer: expected powers k, l ≥ 0 with k + l ≤ 60, got k = -1, l = 1."],
    [() => brauer.dimension(3, 40, 40), "brauer: expected powers k, l ≥ 0 with k + l ≤ 60, got k = 40, l = 40."],
    [() => spanningDiagrams("S(20)", 6, 6), "partition: expected at most 200000 diagrams, got 4213597 from 6 to 6."],
    [
      () => dimHom("C(4)", 1, 1),
      'diagrams: expected a group with diagrams: O(n), SO(n), A(n), S(n), Sp(n), got "C(4)".',
    ],
    [
      () => dimHom("SO(1,3)", 1, 1),
      'diagrams: expected a group with diagrams: O(n), SO(n), A(n), S(n), Sp(n), got "SO(1,3)".',
    ],
  ])("%s", (call, message) => {
    expect(call).toThrow(message);
    expect(call).toThrow(ExpectationError);
  });
});

const identity = (k: number) =>
  diagram(
    k,
    k,
    Array.from({ length: k }, (_, i) => [i, k + i]),
  );
