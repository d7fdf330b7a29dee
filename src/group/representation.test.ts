import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import { checkRepresentation } from "./checkRepresentation.js";
import { exponential } from "./exponential.js";
import type { Representation } from "./group.js";
import {
  cyclic,
  euclidean,
  lorentz,
  orthogonal,
  specialOrthogonal,
  specialUnitary,
  symmetric,
} from "./groups/index.gen.js";
import { inducedFromTurns, turnAboutPole } from "./inducedBand.js";
import { intertwiners } from "./intertwiners.js";
import { distance } from "./kronecker.js";
import { adjoint, derivative } from "./lieAlgebra.js";
import { scale } from "./matrix.js";
import { exteriorPower, symmetricPower } from "./powers.js";
import * as make from "./representation.js";
import { wignerDerivative } from "./wignerDerivative.js";

const [S3, S4, C6, O3, SO3, SO2, E2] = [
  symmetric(3),
  symmetric(4),
  cyclic(6),
  orthogonal(3),
  specialOrthogonal(3),
  specialOrthogonal(2),
  euclidean(2),
];
const irrep = <V extends { readonly irreps: readonly Representation[] }>(G: V, name: string) =>
  G.irreps.find((one) => one.name === name)! as V["irreps"][number];
const S3inS4 = (a: readonly number[]) => [...a, 3];

const all: readonly (readonly [Representation, dimension: number])[] = [
  [make.trivial(S4), 1],
  [make.trivial(O3, 3), 3],
  [make.directSum(O3, irrep(O3, "2e"), O3), 11],
  [make.copies(irrep(C6, "1"), 4), 8],
  [make.tensorProduct(O3, irrep(O3, "2o")), 15],
  [make.tensorPower(S4, 3), 64],
  [make.tensorPower(E2, 2), 9],
  [make.tensorPower(E2, 0), 1],
  [make.dual(S4), 4],
  [make.dual(E2), 3],
  [make.dual(lorentz()), 4],
  [make.determinantOf(O3), 1],
  [make.determinantOf(E2), 1],
  [make.sign(S4), 1],
  [make.standard(S4), 3],
  [make.regular(S4), 24],
  [make.regular(C6), 6],
  [make.quotient(S4, [[1, 0, 2, 3]]), 12],
  [make.quotient(C6, [2]), 2],
  [make.permutationRepresentation(S4, 4, (g, i) => g[i]!), 4],
  [make.permutationRepresentation(C6, 3, (g, i) => (g + i) % 3), 3],
  [make.induced(make.standard(S3), S4, S3inS4), 8],
  [make.induced(irrep(cyclic(3), "1"), S3, (k: number) => [0, 1, 2].map((i) => (i + k) % 3)), 4],
  [make.restricted(S4, S3, S3inS4), 4],
  [make.restricted(irrep(SO3, "3"), SO2, turnAboutPole), 7],
  [make.restricted(irrep(SO3, "2"), C6, (k: number) => turnAboutPole(C6.matrix(k))), 5],
  [
    make.inBasis(O3, [
      [1, 2, 0],
      [0, 1, 3],
      [1, 0, 1],
    ]),
    3,
  ],
  [symmetricPower(O3, 0), 1],
  [symmetricPower(O3, 3), 10],
  [symmetricPower(S4, 2), 10],
  [symmetricPower(E2, 3), 10],
  [symmetricPower(lorentz(), 2), 10],
  [exteriorPower(orthogonal(4), 2), 6],
  [exteriorPower(S4, 3), 4],
  [exteriorPower(E2, 2), 3],
  [exteriorPower(SO3, 0), 1],
  [adjoint(SO3), 3],
  [adjoint(E2), 3],
  [adjoint(specialUnitary(3)), 8],
  [inducedFromTurns(0, 4), 25],
  [inducedFromTurns(1, 3), 30],
];

test.each(all.map(([V, dimension]) => [V.name, V.group!.name, V, dimension] as const))(
  "%s of %s is a representation",
  (_, __, V, dimension) => {
    expect(V.dimension).toBe(dimension);
    checkRepresentation(V);
  },
);

describe("characters", () => {
  const some = Array.from({ length: 5 }, (_, i) => O3.random(key(i)));
  const chi = (V: Representation, g: (typeof some)[0]) => make.character(V, g);
  test("add, multiply; powers by Newton's identities", () => {
    const V = irrep(O3, "2o");
    for (const g of some) {
      const [x, square] = [chi(V, g), chi(V, O3.multiply(g, g))];
      expect(chi(make.directSum(O3, V), g)).toBeCloseTo(chi(O3, g) + x, 12);
      expect(chi(make.tensorProduct(O3, V), g)).toBeCloseTo(chi(O3, g) * x, 12);
      expect(chi(symmetricPower(V, 2), g)).toBeCloseTo((x * x + square) / 2, 12);
      expect(chi(exteriorPower(V, 2), g)).toBeCloseTo((x * x - square) / 2, 12);
    }
  });
  test("Λⁿ of the defining representation is the determinant", () => {
    for (const g of some) expect(chi(exteriorPower(O3, 3), g)).toBeCloseTo(chi(make.determinantOf(O3), g), 12);
  });
  test("of the regular representation: |G| at 1, else 0", () => {
    const values = S4.elements().map((g) => make.character(make.regular(S4), g));
    expect(values).toEqual(values.map((_, i) => (i === 0 ? 24 : 0)));
  });
});

describe("Frobenius reciprocity: Hom_G(Ind V, W) and Hom_H(V, Res W) have one dimension", () => {
  test("S(3) in S(4)", () => {
    for (const V of S3.irreps)
      for (const W of S4.irreps) {
        const [up, down] = [make.induced(V, S4, S3inS4), make.restricted(W, S3, S3inS4)];
        expect(make.characterProduct(up, W)).toBeCloseTo(make.characterProduct(V, down), 12);
        expect(intertwiners(up, W).dimension).toBe(intertwiners(V, down).dimension);
      }
  });
  test("C(2) in C(6)", () => {
    for (const V of cyclic(2).irreps)
      for (const W of C6.irreps) {
        const into = (k: number) => 3 * k;
        expect(intertwiners(make.induced(V, C6, into), W).dimension).toBe(
          intertwiners(V, make.restricted(W, cyclic(2), into)).dimension,
        );
      }
  });
  test("SO(2) in SO(3), to degree 4", () => {
    for (const frequency of [0, 1, 2, 4]) {
      const up = inducedFromTurns(frequency, 4);
      for (const W of SO3.irreps.slice(0, 5))
        expect(intertwiners(up, W).dimension).toBe(
          intertwiners(SO2.irreps[frequency]!, make.restricted(W, SO2, turnAboutPole)).dimension,
        );
    }
  });
});

describe("derived actions", () => {
  test("stated ones agree with the logarithm of the matrices", () => {
    for (const [V] of all) {
      if (!V.lieAlgebra || V.group!.lieAlgebra().length === 0) continue;
      const { lieAlgebra: _, ...bare } = V;
      derivative({ ...bare, dimension: V.dimension, group: V.group! }).forEach((x, i) => {
        expect(distance(x, derivative(V)[i]!)).toBeLessThan(1e-11);
      });
    }
  });
  test("Wigner's D, l to 12", () => {
    for (const l of [0, 1, 2, 5, 12])
      for (const [i, x] of SO3.lieAlgebra().entries()) {
        const D = SO3.irreps[l]!;
        expect(
          distance(exponential(scale(0.7, wignerDerivative(l, x))), D.matrix(SO3.exponential!(scale(0.7, x)))),
        ).toBeLessThan(1e-12);
        expect(distance(wignerDerivative(l, x), derivative(D)[i]!)).toBe(0);
      }
  });
});

describe("SU(2) covers SO(3)", () => {
  const SU2 = specialUnitary(2);
  test("spin 1/2 squared is spins 0 and 1; −1 acts by (−1)^2j", () => {
    const minus = scale(-1, SU2.identity);
    for (const D of SU2.irreps)
      expect(distance(D.matrix(minus), scale(D.name.endsWith("/2") ? -1 : 1, D.matrix(SU2.identity)))).toBeLessThan(
        1e-13,
      );
  });
  test("characters of half spins: 2 sin((2j + 1) θ/2) / sin(θ/2), of whole ones without the 2", () => {
    for (let seed = 0; seed < 5; seed++) {
      const g = SU2.random(key(seed));
      const half = Math.acos(g[0]![0]! / 2 + g[1]![1]! / 2); // θ/2
      SU2.irreps.forEach((D, twice) => {
        const expected = Math.sin((twice + 1) * half) / Math.sin(half);
        expect(make.character(D, g)).toBeCloseTo((twice % 2) + 1 === 2 ? 2 * expected : expected, 10);
      });
    }
  });
});

test("induced to the whole group is the same, induced from 1 is regular", () => {
  const g = S4.random(key(3));
  expect(make.induced(make.standard(S4), S4).matrix(g)).toEqual(make.standard(S4).matrix(g));
  const one = cyclic(1);
  expect(make.induced(make.trivial(one), S4, () => S4.identity).matrix(g)).toEqual(make.regular(S4).matrix(g));
});

test("Lorentz irreps: (1/2,1/2) is the vector, (1,0) the adjoint", () => {
  const G = lorentz();
  expect(intertwiners(irrep(G, "(1/2,1/2)"), G).dimension).toBe(1);
  expect(intertwiners(irrep(G, "(1,0)"), adjoint(G)).dimension).toBe(2);
});
