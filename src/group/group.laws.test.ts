import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import { type AnyGroupRule, type Group, group, type Plain, type Representation } from "./group.js";
import { cyclic, groups } from "./groups/index.gen.js";
import { apply, type Matrix, multiply, orthonormalRows, transpose } from "./matrix.js";
import { parseGroup } from "./parseGroup.js";

/** A rule as a user would write it, with arguments and names that are not numbers: it meets the same laws. */
const pair = group("pair", {
  symbol: "&",
  form: "G & H",
  sample: [[cyclic(2), cyclic(3)] as const, [cyclic(4), cyclic(2)] as const],
  write: (a: Group<number>, b: Group<number>) => `${a.name} & ${b.name}`,
  read(text, parse) {
    const [a, b] = text.split(" & ");
    return a && b ? ([parse(a), parse(b)] as [Group<number>, Group<number>]) : undefined;
  },
  make: (a: Group<number>, b: Group<number>) => ({
    order: a.order! * b.order!,
    identity: [0, 0],
    generators: [...a.generators.map((g) => [g, 0]), ...b.generators.map((h) => [0, h])],
    multiply: ([g, h]: readonly number[], [i, j]: readonly number[]) => [a.multiply(g!, i!), b.multiply(h!, j!)],
    inverse: ([g, h]: readonly number[]) => [a.inverse(g!), b.inverse(h!)],
    matrix: ([g, h]: readonly number[]) => blocks(a.matrix(g!), b.matrix(h!)),
  }),
});

const rules: readonly AnyGroupRule[] = [...Object.values(groups), pair];
const all = rules.flatMap((rule) => rule.sample.map((g) => [g.name, g, rule] as const));

/** Seeds of random elements; the same ones in each run. */
const random = (law: (a: number, b: number, c: number) => void, numRuns = 10) =>
  fc.assert(fc.property(fc.nat(), fc.nat(), fc.nat(), law), { seed: 20260101, numRuns });

test.each(Object.entries(groups))("%s is named as its file", (file, rule) => {
  expect(rule.kind).toBe(file);
  expect(rule.sample.map(({ kind }) => kind)).toEqual(rule.sample.map(() => file));
});

describe.each(all)("%s", (name, g, rule) => {
  test("is read as it is written", () => {
    const read = parseGroup(name, Object.fromEntries(rules.map((one) => [one.kind, one])));
    expect([read.name, read.kind]).toEqual([name, rule.kind]);
  });

  test("product: associative, identity, inverse", () =>
    random((...seeds) => {
      const [a, b, c] = seeds.map((seed) => g.random(key(seed))) as [Plain, Plain, Plain];
      expect(g.equal(g.multiply(g.multiply(a, b), c), g.multiply(a, g.multiply(b, c)), 1e-12)).toBe(true);
      expect(g.equal(g.multiply(a, g.identity), a, 1e-14) && g.equal(g.multiply(g.identity, a), a, 1e-14)).toBe(true);
      expect(g.equal(g.multiply(a, g.inverse(a)), g.identity, 1e-12)).toBe(true);
      expect(g.equal(g.multiply(g.inverse(a), a), g.identity, 1e-12)).toBe(true);
    }, 50));

  test("random elements are a function of the key, and differ", () => {
    const draws = Array.from({ length: 20 }, (_, seed) => g.random(key(seed)));
    expect(draws).toEqual(draws.map((_, seed) => g.random(key(seed))));
    if (g.order !== 1) expect(draws.some((draw) => !g.equal(draw, draws[0]!, 1e-3))).toBe(true);
  });

  test("representations: D(gh) = D(g) D(h), D(1) = 1, orthogonal where claimed", () =>
    random((s, t) => {
      const [a, b] = [g.random(key(s)), g.random(key(t))];
      for (const D of [g, ...g.irreps]) {
        const [da, db] = [D.matrix(a), D.matrix(b)];
        expect(da.length).toBe(D.dimension);
        // Round-off of matrices up to 25 × 25 (l = 12), and translations of size 3.
        expect(distance(D.matrix(g.multiply(a, b)), multiply(da, db))).toBeLessThan(1e-12);
        expect(distance(D.matrix(g.identity), unit(D.dimension))).toBeLessThan(1e-13);
        if (D.isOrthogonal) expect(distance(multiply(da, transpose(da)), unit(D.dimension))).toBeLessThan(1e-12);
      }
    }, 5));

  test("irreps differ in name and in character", () => {
    const names = g.irreps.map((irrep) => irrep.name);
    expect(new Set(names).size).toBe(names.length);
    const isSmall = g.order !== null && g.order <= 1_000;
    const some = isSmall ? g.elements() : Array.from({ length: 20 }, (_, seed) => g.random(key(seed)));
    const characters = g.irreps.map((D) => some.map((a) => character(D, a)));
    characters.forEach((x, i) => {
      for (const y of characters.slice(i + 1)) expect(distance([x], [y])).toBeGreaterThan(1e-3);
    });
  });

  if (g.order !== null) {
    test("the generators give each element once", () => expect(g.elements().length).toBe(g.order));

    const complete = rule.exempt.complete ? `not all: ${rule.exempt.complete}` : "all of them";
    test(`irreps: Schur orthogonality over the reals, ${complete}`, () => {
      const type = g.irreps.map((D) => inner(g, D, D)); // 1, 2, 4: real, complex, quaternionic
      for (const t of type) expect([1, 2, 4].some((whole) => Math.abs(t - whole) < 1e-12)).toBe(true);
      g.irreps.forEach((D, i) => {
        for (const E of g.irreps.slice(i + 1)) expect(Math.abs(inner(g, D, E))).toBeLessThan(1e-12);
      });
      const squares = g.irreps.reduce((sum, D, i) => sum + D.dimension ** 2 / type[i]!, 0);
      if (g.irreps.length > 0 && !rule.exempt.complete) expect(squares).toBeCloseTo(g.order!, 9);
    });
  } else {
    test("elements() refuses", () => expect(() => g.elements()).toThrow(/expected a group of at most 50000 elements/));

    test("the Lie algebra: independent, closed under [X, Y] and under g X g⁻¹", () => {
      const basis = g.lieAlgebra();
      const frame = orthonormalRows(basis.map((X) => X.flat()));
      expect(distance(multiply(frame, transpose(frame)), unit(basis.length))).toBeLessThan(1e-12);
      const outside = (X: Matrix) => distance([X.flat()], [apply(transpose(frame), apply(frame, X.flat()))]);
      for (const X of basis)
        for (const Y of basis) expect(outside(minus(multiply(X, Y), multiply(Y, X)))).toBeLessThan(1e-12);
      random((seed) => {
        const a = g.random(key(seed));
        for (const X of basis)
          expect(outside(multiply(multiply(g.matrix(a), X), g.matrix(g.inverse(a))))).toBeLessThan(1e-11);
      });
      if (g.isOrthogonal) for (const X of basis) expect(transpose(X)).toEqual(minus(minus(X, X), X));
    });
  }
});

const unit = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
const minus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x - b[i]![j]!));
const distance = (a: Matrix, b: Matrix) => Math.max(0, ...minus(a, b).flat().map(Math.abs));
const character = (D: Representation, g: Plain) => D.matrix(g).reduce((trace, row, i) => trace + row[i]!, 0);
const inner = (g: Group, D: Representation, E: Representation) =>
  g.elements().reduce<number>((sum, a) => sum + character(D, a) * character(E, a), 0) / g.order!;

function blocks(a: Matrix, b: Matrix): Matrix {
  return [...a.map((row) => [...row, ...b.map(() => 0)]), ...b.map((row) => [...a.map(() => 0), ...row])];
}
