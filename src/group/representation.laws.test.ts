// Laws of representations over the index: a new group meets them the moment its file exists.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import { checkRepresentation } from "./checkRepresentation.js";
import { decompose } from "./decompose.js";
import type { AnyGroupRule, Group } from "./group.js";
import { groups } from "./groups/index.gen.js";
import { haarOrthogonal } from "./haar.js";
import { intertwiners } from "./intertwiners.js";
import { combine, distance } from "./kronecker.js";
import { multiply, scale, square, transpose } from "./matrix.js";
import { characterProduct, copies, directSum, inBasis, regular } from "./representation.js";

const rules: readonly AnyGroupRule[] = Object.values(groups);
const samples = rules.flatMap((rule) => rule.sample.map((g) => [g.name, g] as const));

// Without an exponential the derived action of an irrep that does not state it cannot be found.
const isWithout = (g: Group) => g.lieAlgebra().length > 0 && !g.exponential;
const all = samples.filter(([, g]) => !isWithout(g));
const without = samples.filter(([, g]) => isWithout(g));
if (without.length > 0) test.skip.each(without)("%s: states a Lie algebra and no exponential", () => {});

/** Seeds of random elements; the same ones in each run. */
const random = (law: (a: number, b: number, c: number) => void, numRuns = 10) =>
  fc.assert(fc.property(fc.nat(), fc.nat(), fc.nat(), law), { seed: 20260101, numRuns });

describe.each(all)("%s", (_, g) => {
  // Larger groups have too many or too large irreps for a quick law; their defining representation is checked.
  const isSmall = g.order === null ? g.dimension < 10 : g.order <= 60;
  const some = (isSmall ? g.irreps : []).filter((D, i) => D.dimension <= 12 && i < 12);

  test("matrices and derived actions make representations", () => {
    for (const D of [g, ...some]) checkRepresentation(D);
  });

  const { exponential, logarithm } = g;
  if (exponential && logarithm && isSmall && g.lieAlgebra().length > 0)
    test("exp((s + t) x) = exp(s x) exp(t x), exp(log g) = g, log(exp x) = x near 0", () =>
      random((seed, s, t) => {
        const x = g.lieAlgebra().reduce(
          (sum, X, i) => combine(1, sum, Math.sin(seed + i), X),
          square(g.dimension, () => 0),
        );
        const at = (k: number) => exponential(scale(k, x));
        const [a, b] = [Math.sin(s), Math.sin(t)];
        expect(g.equal(at(a + b), g.multiply(at(a), at(b)), 1e-11)).toBe(true);
        expect(distance(logarithm(at(0.2)), scale(0.2, x))).toBeLessThan(1e-12);
        if (!g.isOrthogonal || g.generators.length > 0) return;
        const element = g.random(key(seed)); // compact and connected: every element is an exponential
        expect(g.equal(exponential(logarithm(element)), element, 1e-9)).toBe(true);
      }));

  if (some.length > 0)
    test("Hom(D, D) is the real, complex or quaternionic numbers; Hom(D, E) = 0", () => {
      // Without the mark of an irrep the nullspace is solved for, instead of names compared.
      const unmarked = some.map(({ isIrreducible: _, ...D }, i) => ({ ...D, dimension: some[i]!.dimension, group: g }));
      unmarked.forEach((D, i) => {
        const { dimension } = intertwiners(D, D);
        const { type } = some[i]!;
        if (type) expect([D.name, dimension]).toEqual([D.name, { real: 1, complex: 2, quaternionic: 4 }[type]]);
        else expect([1, 2, 4]).toContain(dimension);
        for (const E of unmarked.slice(i + 1, i + 4)) expect(intertwiners(D, E).dimension).toBe(0);
      });
    });

  if (some.length > 0 && some.every((D) => D.isOrthogonal))
    test("decompose ∘ sum = identity", () =>
      random((seed, first, second) => {
        const [i, j] = [first % some.length, second % some.length].sort((a, b) => a - b) as [number, number];
        const wanted = i === j ? [{ irrep: some[i]!, n: 2 }] : [i, j].map((k, at) => ({ irrep: some[k]!, n: at + 1 }));
        const sum = directSum(...wanted.map(({ irrep, n }) => copies(irrep, n)));
        const hidden = inBasis(sum, haarOrthogonal(key(seed), sum.dimension));
        const found = decompose(hidden);
        expect(found.parts.map(({ irrep, multiplicity }) => [irrep.name, multiplicity])).toEqual(
          wanted.map(({ irrep, n }) => [irrep.name, n]),
        );
        const a = g.random(key(seed));
        const turned = multiply(multiply(transpose(found.basis), hidden.matrix(a)), found.basis);
        expect(distance(turned, found.sum.matrix(a))).toBeLessThan(1e-9);
      }, 2));

  if (g.order !== null && isSmall && g.order > 1)
    test("the regular representation holds every irrep D dim D / dim Hom(D, D) times", () =>
      expect(decompose(regular(g)).parts.map(({ irrep, multiplicity }) => [irrep.name, multiplicity])).toEqual(
        g.irreps.map((D) => [D.name, Math.round(D.dimension / characterProduct(D, D))]),
      ));
});
