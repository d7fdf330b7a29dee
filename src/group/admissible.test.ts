import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { type Activation, activations, admissible, classifyActivation } from "./admissible.js";
import type { Group, Representation } from "./group.js";
import {
  cyclic,
  generalLinear,
  lorentz,
  orthogonal,
  scale,
  specialOrthogonal,
  symmetric,
  translation,
} from "./groups/index.gen.js";
import { haarOrthogonal } from "./haar.js";
import { apply } from "./matrix.js";
import * as make from "./representation.js";

const periodic: Activation = {
  name: "periodic",
  apply: (x) => (x === 0 ? 0 : x * (2 + Math.cos(2 * Math.PI * Math.log2(Math.abs(x))))),
};
const shifted: Activation = { name: "2x + 1", apply: (x) => 2 * x + 1 };
const all: readonly Activation[] = [
  ...Object.entries(activations).map(([name, f]) => ({ name, apply: f })),
  periodic,
  shifted,
];

test("classes", () => {
  const classes = Object.fromEntries(all.map((one) => [one.name, classifyActivation(one)]));
  expect(classes).toEqual({
    identity: "affine",
    "2x + 1": "affine",
    relu: "homogeneous",
    leakyRelu: "homogeneous",
    abs: "homogeneous",
    tanh: "odd",
    sin: "odd",
    atan: "odd",
    softsign: "odd",
    hardTanh: "odd",
    cube: "odd",
    sigmoid: "odd", // about its value 1/2 at 0
    periodic: "odd", // and scaling by powers of 2: the first class that fits
    relu6: "generic",
    square: "generic",
    softplus: "generic",
    silu: "generic",
    gelu: "generic",
    elu: "generic",
    mish: "generic",
    gaussian: "generic",
    cosine: "generic",
  });
});

/** The largest |f(V(g) x) − V(g) f(x)|, relative, over all elements and 40 vectors of several sizes. */
function violation(V: Representation, { apply: f }: Activation): number {
  let most = 0;
  for (const g of V.group!.elements()) {
    const a = V.matrix(g);
    for (let seed = 0; seed < 40; seed++) {
      const x = [...normal(key(seed), V.dimension)].map((value) => value * 2 ** ((seed % 8) - 2));
      const [left, right] = [apply(a, x).map(f), apply(a, x.map(f))];
      left.forEach((value, i) => {
        most = Math.max(most, Math.abs(value - right[i]!) / Math.max(1, Math.abs(value)));
      });
    }
  }
  return most;
}

describe("brute force over finite groups agrees", () => {
  const [S3, S4] = [symmetric(3), symmetric(4)];
  const finite: Group[] = [2, 3, 4, 5, 6, 7, 8].map((n) => cyclic(n) as Group);
  const diagonal = (V: Representation, factors: readonly number[]) =>
    make.inBasis(
      V,
      factors.map((x, i) => factors.map((_, j) => (i === j ? x : 0))),
    );
  const some: readonly Representation[] = [
    ...[...finite, S3 as Group].flatMap((G) => [...G.irreps, make.regular(G), G]),
    ...(S4 as Group).irreps,
    S4 as Representation,
    make.quotient(S3, [[1, 0, 2]]),
    make.quotient(S4, [[1, 2, 3, 0]]),
    make.tensorPower(S3, 2),
    make.tensorProduct(make.sign(S3), S3),
    make.directSum(make.sign(S3), make.trivial(S3)),
    ...[1, 2, 3].map((seed) => make.inBasis(S3, haarOrthogonal(key(seed), 3))),
    ...[1, 2].map((seed) => make.inBasis(make.regular(cyclic(4)), haarOrthogonal(key(seed), 4))),
    diagonal(cyclic(4), [1, 2]), // entries 2 and −1/2
    diagonal(make.regular(cyclic(3)), [1, 2, 4]), // entries in 2^ℤ
    diagonal(make.regular(cyclic(3)), [1, 3, 5]),
  ];
  const tally = { yes: 0, no: 0 };
  test.each(some.map((V) => [V.group!.name, V.name, V] as const))("%s: %s", (_, __, V) => {
    for (const activation of all) {
      const { admissible: answer, reason } = admissible({ group: V.group!, representation: V, activation });
      expect([reason, violation(V, activation) < 1e-6]).toEqual([reason, answer]);
      tally[answer ? "yes" : "no"]++;
    }
  });
  test("both answers were often right", () => {
    expect(tally.yes).toBeGreaterThan(300);
    expect(tally.no).toBeGreaterThan(300);
  });
});

describe("Lie groups: a rotation admits nothing but affine functions", () => {
  const ask = (V: Representation, activation: keyof typeof activations) =>
    admissible({ representation: V, activation });
  test("connected compact groups", () => {
    for (const V of [specialOrthogonal(3), specialOrthogonal(2), orthogonal(3)] as Representation[]) {
      expect(ask(V, "tanh").admissible).toBe(false);
      expect(ask(V, "relu").reason).toMatch(
        /^relu: (not affine, and Lie algebra element 0 mixes|positively homogeneous, .* entry -1$)/,
      );
      expect(ask(V, "identity").admissible).toBe(true);
    }
    const trivial = make.trivial(specialOrthogonal(3), 4);
    expect(ask(trivial, "gelu").admissible).toBe(true);
    expect(admissible({ representation: specialOrthogonal(3) as Representation, activation: shifted }).reason).toMatch(
      /^2x \+ 1: f\(0\) = 1 is not 0, and row 0/,
    );
  });
  test("determinant of O(3): odd functions only", () => {
    expect(ask(make.determinantOf(orthogonal(3)), "tanh").admissible).toBe(true);
    expect(ask(make.determinantOf(orthogonal(3)), "relu").admissible).toBe(false);
  });
  test("the scale group: homogeneous functions, not periodic ones", () => {
    expect(ask(scale() as Representation, "relu").admissible).toBe(true);
    expect(ask(scale() as Representation, "abs").admissible).toBe(true);
    expect(ask(scale() as Representation, "tanh").admissible).toBe(false);
    expect(admissible({ representation: scale() as Representation, activation: periodic }).admissible).toBe(false);
    expect(ask(make.determinantOf(generalLinear(2)), "relu").admissible).toBe(true);
  });
  test("boosts and translations: none", () => {
    expect(ask(lorentz() as Representation, "relu").admissible).toBe(false);
    expect(ask(translation(2) as Representation, "tanh").admissible).toBe(false);
  });
});
