import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import type { Group, Plain, Representation } from "./group.js";
import * as groups from "./groups/index.gen.js";
import { type Condition, intertwiners, nullspace, nullVectors } from "./intertwiners.js";
import { distance, innerProduct } from "./kronecker.js";
import { adjoint, derivative } from "./lieAlgebra.js";
import { multiply } from "./matrix.js";
import { spin } from "./meatAxe.js";
import { parseGroup } from "./parseGroup.js";
import { exteriorPower, symmetricPower } from "./powers.js";
import * as make from "./representation.js";

const { cyclic, euclidean, lorentz, orthogonal, specialLinear, specialOrthogonal, specialUnitary, symmetric } = groups;

/** Orthonormal, and every one commutes with generators, random elements and the Lie algebra. */
function checkBasis(V: Representation, W: Representation): number {
  const { dimension, basis } = intertwiners(V, W);
  expect(basis.length).toBe(dimension);
  const G = V.group!;
  const elements: readonly Plain[] = [...G.generators, ...[1, 2].map((seed) => G.random(key(seed)))];
  for (const g of elements) {
    const [v, w] = [V.matrix(g), W.matrix(g)];
    for (const x of basis.slice(0, 40)) expect(distance(multiply(w, x), multiply(x, v))).toBeLessThan(1e-10);
  }
  basis.slice(0, 12).forEach((x, i) => {
    basis.slice(0, 12).forEach((y, j) => {
      expect(innerProduct(x, y)).toBeCloseTo(i === j ? 1 : 0, 11);
    });
  });
  return dimension;
}

describe("dim Hom by nullspace = by characters, finite groups", () => {
  const [S3, S4, S5] = [symmetric(3), symmetric(4), symmetric(5)];
  const [C4, C5, C8] = [cyclic(4), cyclic(5), cyclic(8)];
  const turned = (V: Representation<readonly number[]>) => make.inBasis(V, specialLinear(V.dimension).random(key(7)));
  const triples: readonly (readonly [Representation, Representation])[] = [
    [S3, S3],
    [make.tensorPower(S3, 2), make.tensorPower(S3, 2)],
    [make.tensorPower(S3, 3), S3],
    [make.regular(S3), make.regular(S3)],
    [turned(S3), make.tensorPower(S3, 2)],
    [turned(make.tensorPower(make.standard(S3), 2)), turned(make.tensorPower(make.standard(S3), 3))],
    [make.tensorPower(S4, 2), make.tensorPower(S4, 2)],
    [make.tensorPower(S4, 3), make.tensorPower(S4, 1)],
    [make.tensorPower(S4, 3), make.trivial(S4)],
    [make.tensorPower(make.standard(S4), 3), make.tensorPower(make.standard(S4), 2)],
    [make.tensorProduct(make.sign(S4), S4), make.tensorPower(S4, 2)],
    [symmetricPower(S4, 3), exteriorPower(S4, 2)],
    [make.quotient(S4, [[1, 2, 3, 0]]), make.quotient(S4, [[1, 0, 2, 3]])],
    [make.induced(make.standard(S3), S4, (a) => [...a, 3]), make.regular(S4)],
    [S5, make.tensorPower(S5, 2)],
    [make.tensorPower(make.standard(S5), 2), make.tensorPower(make.standard(S5), 2)],
    [make.dual(turned(S4)), turned(S4)],
    [C4, make.tensorPower(C4, 2)],
    [make.tensorPower(C4, 3), make.tensorPower(C4, 3)],
    [make.regular(C5), make.regular(C5)],
    [make.regular(C5), make.copies(C5.irreps[1]!, 3)],
    [make.copies(C5.irreps[2]!, 2), make.copies(C5.irreps[2]!, 3)],
    [make.regular(C8), make.quotient(C8, [4])],
    [symmetricPower(C8, 4), exteriorPower(make.regular(C8), 2)],
    [make.trivial(C8, 3), make.regular(C8)],
    [make.trivial(cyclic(1), 3), make.trivial(cyclic(1), 4)],
  ];
  test.each(triples.map(([V, W]) => [V.group!.name, V.name, W.name, V, W] as const))(
    "%s: %s → %s",
    (_, __, ___, V, W) => {
      const expected = make.characterProduct(V, W);
      expect(expected).toBeCloseTo(Math.round(expected), 8);
      expect(checkBasis(V, W)).toBe(Math.round(expected) + 0); // −0 is 0
    },
  );
});

describe("dim Hom of Lie groups, by decompositions that are known", () => {
  const power = (name: string, k: number) => make.tensorPower(parseGroup(name) as Group, k);
  test.each([
    ["O(3)", 2, 2, 3], // (2k − 1)!! pairings of k + l = 2k indices
    ["O(3)", 3, 3, 15],
    ["O(3)", 3, 2, 0],
    ["O(4)", 2, 2, 3],
    ["O(2)", 3, 3, 10], // constant term of (z + 1/z)⁶, half of it: reflections
    ["SO(2)", 3, 3, 20],
    ["SO(3)", 2, 1, 1], // the cross product
    ["SO(3)", 3, 2, 6],
    ["SO(3)", 3, 3, 15], // Riordan number
    ["SO(4)", 2, 2, 4], // 3 pairings and the determinant
    ["Sp(2)", 3, 3, 5], // Catalan number
    ["Sp(4)", 2, 2, 3],
    ["Sp(4)", 3, 3, 14], // 15 − 1: one relation at n = 4
    ["SL(2)", 3, 3, 5],
    ["SL(3)", 2, 2, 2],
    ["SL(3)", 3, 0, 1], // the determinant
    ["SL(3)", 3, 3, 6], // permutations
    ["GL+(2)", 3, 3, 5], // permutations of 3 without the alternating sum
    ["GL+(3)", 3, 0, 0],
    ["SO(1,3)", 2, 2, 4], // 3 pairings and the determinant
    ["SO(1,3)", 2, 0, 1], // the metric
    ["SU(2)", 2, 0, 4], // of the real 4-dimensional spinor: 4 (0) + 4 (1)
    ["SU(3)", 1, 1, 2],
    ["E(2)", 1, 1, 1],
    ["SE(2)", 1, 0, 1], // the last coordinate
    ["SE(2)", 0, 1, 0],
    ["T(2)", 1, 0, 1],
    ["T(2)", 0, 1, 2],
    ["Aff(2)", 1, 1, 1],
    ["Sim(2)", 1, 1, 1],
    ["R+", 1, 1, 1],
    ["R+", 2, 1, 0],
    ["Torus(2)", 1, 1, 4],
  ] as const)("%s: order %i → order %i is %i", (name, k, l, expected) =>
    expect(checkBasis(power(name, k), power(name, l))).toBe(expected),
  );

  test("irreps of SO(3): the triangle rule", () => {
    const D = specialOrthogonal(3).irreps;
    for (const [a, b, c] of [
      [1, 1, 2],
      [2, 3, 1],
      [2, 2, 5],
      [4, 3, 6],
      [1, 2, 4],
    ] as const)
      expect(checkBasis(make.tensorProduct(D[a]!, D[b]!), D[c]!)).toBe(c >= Math.abs(a - b) && c <= a + b ? 1 : 0);
  });
  test("irreps of O(3) with parity, in sums", () => {
    const D = (name: string) => orthogonal(3).irreps.find((one) => one.name === name)!;
    const V = make.directSum(make.copies(D("0e"), 2), make.copies(D("1o"), 3), D("2e"));
    expect(checkBasis(V, make.directSum(make.copies(D("1o"), 2), D("1e"), D("2e")))).toBe(7);
  });
  test("irreps with themselves: 1 of real, 2 of complex, 4 of quaternionic type", () => {
    for (const G of [specialUnitary(2), specialUnitary(3), lorentz(), specialOrthogonal(2), cyclic(5)] as Group[])
      for (const D of G.irreps.slice(0, 5))
        expect(intertwiners(D, D).dimension).toBe({ real: 1, complex: 2, quaternionic: 4 }[D.type ?? "real"]);
  });
  test("adjoint: one-dimensional for simple groups, more for others", () => {
    for (const G of [specialOrthogonal(3), specialLinear(2), specialUnitary(3)] as Group[])
      expect(checkBasis(adjoint(G), adjoint(G))).toBe(1);
    expect(checkBasis(adjoint(specialOrthogonal(4)), adjoint(specialOrthogonal(4)))).toBe(2);
  });
});

describe("the ways to solve agree", () => {
  const conditionsOf = (V: Representation, W: Representation): Condition[] => [
    ...V.group!.generators.map((g) => ({ v: V.matrix(g), w: W.matrix(g) })),
    ...derivative(V).map((v, i) => ({ v, w: derivative(W)[i]! })),
  ];
  test.each([
    ["O(3)", 2, 2],
    ["S(4)", 2, 1],
    ["SL(2)", 2, 2],
    ["E(2)", 2, 1],
    ["T(1)", 3, 2],
  ] as const)("%s: order %i → order %i", (name, k, l) => {
    const G = parseGroup(name) as Group;
    const [V, W] = [make.tensorPower(G, k), make.tensorPower(G, l)];
    const all = nullspace(conditionsOf(V, W), V.dimension, W.dimension);
    const spun = spin(conditionsOf(V, W), V.dimension, W.dimension, nullVectors);
    expect(spun.length).toBe(all.length);
    for (const x of spun) {
      const inside = all.reduce((sum, y) => sum + innerProduct(x, y) ** 2, 0); // all of x lies in the span
      expect(inside / innerProduct(x, x)).toBeCloseTo(1, 9);
    }
  });
  test("two runs give the same bytes", () => {
    const V = make.tensorPower(specialOrthogonal(3), 2);
    expect(intertwiners(V, V)).toEqual(intertwiners(V, V));
  });
  test("27 × 27 of E(2), where nothing is symmetric", () => {
    const V = make.tensorPower(euclidean(2), 3);
    expect(checkBasis(V, V)).toBe(15);
  });
});
