import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, ShapeError } from "../error.js";
import type { CliffordProduct } from "./clifford/blades.js";
import { type Clifford, clifford, type Multivector } from "./clifford.js";
import { determinant, type Matrix, multiply, transpose } from "./matrix.js";

const signatures = [
  [0, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
  [2, 0, 0],
  [3, 0, 0],
  [1, 3, 0],
  [0, 2, 1],
  [3, 0, 1],
  [4, 1, 0],
  [2, 2, 1],
] as const;
const all = signatures.map(([p, q, r]) => clifford(p, q, r));

/** Of whole numbers, so that laws hold to the bit. */
const multivector = ({ size }: Clifford) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size }).map((x) => Float64Array.from(x));
const coordinates = (n: number) => fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n });
const q = ({ squares }: Clifford, v: readonly number[]) => v.reduce((sum, x, i) => sum + squares[i]! * x * x, 0);
const same = (a: Multivector, b: Multivector): void =>
  expect([...a].map((x) => x + 0)).toEqual([...b].map((x) => x + 0));
const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-11) => {
  expect(a.length).toBe(b.length);
  const scale = Math.max(1, ...Array.from(b, Math.abs));
  expect(Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - b[i]!))) / scale).toBeLessThan(tolerance);
};
const options = { seed: 1, numRuns: 25 };
const products = ["geometric", "outer", "inner"] as const satisfies readonly CliffordProduct[];
const apply = (algebra: Clifford, product: CliffordProduct, a: Multivector, b: Multivector) =>
  product === "geometric" ? algebra.multiply(a, b) : algebra[product](a, b);

describe.each(all.map((algebra) => [algebra.name, algebra] as const))("%s", (_, algebra) => {
  const { size, squares, grades, of, add, scale, vector, grade, reverse, involute, conjugate } = algebra;
  const n = squares.length;
  const any = multivector(algebra);
  const one = of({ "1": 1 });
  const law = <T>(values: fc.Arbitrary<T>, check: (values: T) => void) =>
    fc.assert(
      fc.property(values, (one) => void check(one)),
      options,
    );

  test("associative, distributive, with 1", () =>
    law(fc.tuple(any, any, any), ([a, b, c]) => {
      same(algebra.multiply(algebra.multiply(a, b), c), algebra.multiply(a, algebra.multiply(b, c)));
      same(algebra.outer(algebra.outer(a, b), c), algebra.outer(a, algebra.outer(b, c)));
      same(algebra.regressive(algebra.regressive(a, b), c), algebra.regressive(a, algebra.regressive(b, c)));
      for (const product of products) {
        same(apply(algebra, product, a, add(b, c)), add(apply(algebra, product, a, b), apply(algebra, product, a, c)));
        same(apply(algebra, product, add(a, b), c), add(apply(algebra, product, a, c), apply(algebra, product, b, c)));
        same(apply(algebra, product, one, a), a);
      }
      same(algebra.multiply(a, one), a);
    }));

  test("v² = q(v); u v = u · v + u ∧ v", () =>
    law(fc.tuple(coordinates(n), coordinates(n)), ([u, v]) => {
      const [x, y] = [vector(u), vector(v)];
      same(algebra.multiply(x, x), of({ "1": q(algebra, v) + q(algebra, u) - q(algebra, v) }));
      expect(algebra.quadratic(x)).toBe(q(algebra, u));
      expect(algebra.norm(x)).toBe(Math.sqrt(Math.abs(q(algebra, u))));
      same(algebra.multiply(x, y), add(algebra.inner(x, y), algebra.outer(x, y)));
      same(algebra.outer(x, x), scale(0, one));
    }));

  test("grades add up, and products are those parts of the geometric one", () =>
    law(fc.tuple(any, any), ([a, b]) => {
      const parts = Array.from({ length: n + 1 }, (_, k) => grade(a, k));
      same(add(...parts), a);
      const others = Array.from({ length: n + 1 }, (_, k) => grade(b, k));
      const sum = (pick: (j: number, k: number) => number) =>
        add(scale(0, one), ...parts.flatMap((x, j) => others.map((y, k) => grade(algebra.multiply(x, y), pick(j, k)))));
      same(
        algebra.outer(a, b),
        sum((j, k) => j + k),
      );
      same(
        algebra.inner(a, b),
        sum((j, k) => k - j),
      );
    }));

  test("reversion and conjugation reverse products, involution keeps them", () =>
    law(fc.tuple(any, any), ([a, b]) => {
      same(reverse(algebra.multiply(a, b)), algebra.multiply(reverse(b), reverse(a)));
      same(conjugate(algebra.multiply(a, b)), algebra.multiply(conjugate(b), conjugate(a)));
      same(involute(algebra.multiply(a, b)), algebra.multiply(involute(a), involute(b)));
      same(conjugate(a), reverse(involute(a)));
      for (const twice of [reverse, involute, conjugate]) same(twice(twice(a)), a);
    }));

  test("duals: e ∧ dual(e) is the whole blade, undual undoes; regressive is the outer product of duals", () =>
    law(fc.tuple(any, any), ([a, b]) => {
      same(algebra.undual(algebra.dual(a)), a);
      same(algebra.dual(algebra.undual(a)), a);
      same(algebra.dual(algebra.regressive(a, b)), algebra.outer(algebra.dual(a), algebra.dual(b)));
      for (let blade = 0; blade < size; blade++) {
        const e = of({ [algebra.labels[blade]!]: 1 });
        expect(algebra.outer(e, algebra.dual(e))[size - 1]).toBe(1);
      }
    }));

  test("left contraction: (a ∧ b) ⌟ c = a ⌟ (b ⌟ c)", () =>
    law(fc.tuple(any, any, any), ([a, b, c]) =>
      same(algebra.inner(algebra.outer(a, b), c), algebra.inner(a, algebra.inner(b, c))),
    ));

  test("tables are sparse: no term twice, none of 0", () => {
    const { left, right, out, sign } = algebra.table("geometric");
    const zeros = squares.filter((x) => x === 0).length;
    expect(sign.length).toBe(4 ** (n - zeros) * 3 ** zeros);
    expect(algebra.table("outer").sign.length).toBe(3 ** n);
    expect(algebra.table("inner").sign.length).toBe(3 ** (n - zeros) * 2 ** zeros);
    expect(out.every((blade, k) => blade === (left[k]! ^ right[k]!)) && sign.every((x) => x === 1 || x === -1)).toBe(
      true,
    );
    expect(grades.reduce((sum, k) => sum + k, 0)).toBe((n * size) / 2);
    expect([...algebra.byGrade].sort((a, b) => a - b)).toEqual(grades.map((_, blade) => blade));
    expect(algebra.byGrade.every((blade, i, blades) => i === 0 || grades[blades[i - 1]!]! <= grades[blade]!)).toBe(
      true,
    );
  });

  if (squares.every((x) => x === 0)) return;
  /** Products of one to four vectors of the metric, each some way off the light cone. */
  const factors = fc.array(
    coordinates(n).filter((v) => Math.abs(q(algebra, v)) > 0.3 * v.reduce((sum, x) => sum + x * x, 0)),
    { minLength: 1, maxLength: 4 },
  );
  const versor = (vectors: readonly number[][]) => algebra.multiply(...vectors.map(vector));
  const metric: Matrix = squares.map((x, i) => squares.map((_, j) => (i === j ? x : 0)));

  test("versors map to O(p, q), a homomorphism; a vector to the reflection", () =>
    law(fc.tuple(factors, factors), ([u, v]) => {
      const [x, y] = [algebra.matrix(versor(u)), algebra.matrix(versor(v))];
      close(algebra.matrix(algebra.multiply(versor(u), versor(v))).flat(), multiply(x, y).flat());
      close(multiply(transpose(x), multiply(metric, x)).flat(), metric.flat());
      expect(determinant(x)).toBeCloseTo((-1) ** u.length, 8);
      const [normal] = u as [number[]];
      const reflection = squares.map((_, i) =>
        squares.map((square, j) => (i === j ? 1 : 0) - (2 * normal[i]! * normal[j]! * square) / q(algebra, normal)),
      );
      close(algebra.matrix(vector(normal)).flat(), reflection.flat());
    }));

  test("the Clifford group acts by automorphisms: products, grades, involutions commute with it", () =>
    law(fc.tuple(factors, any, any), ([u, a, b]) => {
      const v = versor(u);
      const moved = (x: Multivector) => algebra.act(v, x);
      for (const product of products)
        close(moved(apply(algebra, product, a, b)), apply(algebra, product, moved(a), moved(b)));
      for (let k = 0; k <= n; k++) close(moved(grade(a, k)), grade(moved(a), k));
      for (const map of [reverse, involute, conjugate]) close(moved(map(a)), map(moved(a)));
      expect(
        Math.abs(algebra.quadratic(moved(a)) - algebra.quadratic(a)) / (1 + algebra.norm(a) ** 2 + size * 81),
      ).toBeLessThan(1e-10);
      const sign = determinant(algebra.matrix(v));
      close(scale(sign, moved(algebra.regressive(a, b))), algebra.regressive(moved(a), moved(b)), 1e-10);
      close(algebra.multiply(v, algebra.inverse(v)), one);
    }));

  test("exp of a bivector: a rotor, the inverse of exp(−B), and its series", () =>
    law(fc.tuple(any), ([a]) => {
      const b = scale(0.1, grade(a, 2));
      const rotor = algebra.exp(b);
      close(algebra.multiply(rotor, algebra.exp(scale(-1, b))), one);
      close(algebra.multiply(rotor, reverse(rotor)), one);
      let [sum, term] = [one, one];
      for (let k = 1; k < 60; k++) {
        term = scale(1 / k, algebra.multiply(term, b));
        sum = add(sum, term);
      }
      close(rotor, sum, 1e-10);
      if (n > 0) expect(determinant(algebra.matrix(rotor))).toBeCloseTo(1, 6);
    }));
});

test("Cl(0,1) are the complex numbers, Cl(0,2) the quaternions", () => {
  const complex = clifford(0, 1);
  same(
    complex.multiply(complex.of({ "1": 2, e1: 3 }), complex.of({ "1": -1, e1: 4 })),
    complex.of({ "1": -14, e1: 5 }),
  );
  const quaternions = clifford(0, 2);
  const [i, j, k] = ["e1", "e2", "e12"].map((label) => quaternions.of({ [label]: 1 })) as [
    Multivector,
    Multivector,
    Multivector,
  ];
  same(quaternions.multiply(i, j), k);
  same(quaternions.multiply(j, k), i);
  same(quaternions.multiply(k, i), j);
  same(quaternions.multiply(i, j, k), quaternions.of({ "1": -1 }));
});

test("exp turns e1 to e2; boosts; and moves along a vector of square 0", () => {
  const plane = clifford(2);
  const rotor = plane.exp(plane.of({ e12: -0.3 }));
  close(plane.matrix(rotor).flat(), [Math.cos(0.6), -Math.sin(0.6), Math.sin(0.6), Math.cos(0.6)]);
  const spacetime = clifford(1, 1);
  close(
    spacetime
      .matrix(spacetime.exp(spacetime.of({ e12: 0.3 })))
      .flat()
      .map(Math.abs),
    [Math.cosh(0.6), Math.sinh(0.6), Math.sinh(0.6), Math.cosh(0.6)],
  );
  const dual = clifford(1, 0, 1);
  same(dual.exp(dual.of({ e12: 2 })), dual.of({ "1": 1, e12: 2 }));
});

test("labels and order of blades", () => {
  const { labels, byGrade } = clifford(3);
  expect(labels).toEqual(["1", "e1", "e2", "e12", "e3", "e13", "e23", "e123"]);
  expect(byGrade.map((blade) => labels[blade])).toEqual(["1", "e1", "e2", "e3", "e12", "e13", "e23", "e123"]);
  expect(clifford(8).multiply(clifford(8).of({ e8: 1 }), clifford(8).of({ e12345678: 1 }))[127]).toBe(-1);
});

const space = clifford(3);
test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ["clifford: expected p, q, r of at most 8 together, got 5, 3, 1.", () => clifford(5, 3, 1), InputError],
  ["clifford: expected p, q, r of at most 8 together, got -1, 0, 0.", () => clifford(-1), InputError],
  ["clifford: expected p, q, r of at most 8 together, got 1.5, 0, 0.", () => clifford(1.5), InputError],
  ["Cl(3,0).vector: expected 3 coordinates, got 2.", () => space.vector([1, 2]), ShapeError],
  ["Cl(3,0).of: expected labels such as 1, e1, e2, e12, e3, got e21.", () => space.of({ e21: 1 }), InputError],
  [
    "Cl(3,0).geometric: expected multivectors of 8 numbers, got 4.",
    () => space.multiply(new Float64Array(4)),
    ShapeError,
  ],
  [
    "Cl(3,0).outer: expected multivectors of 8 numbers, got 16.",
    () => space.outer(space.of({}), new Float64Array(16)),
    ShapeError,
  ],
  [
    "Cl(3,0).inverse: expected a versor, v ṽ a number that is not 0, got v ṽ = 0.",
    () => space.inverse(space.of({})),
    InputError,
  ],
  [
    "Cl(3,0).inverse: expected a versor, v ṽ a number that is not 0, got v ṽ = 2 + 2 e1.",
    () => space.act(space.of({ "1": 1, e1: 1 }), space.of({})),
    InputError,
  ],
  [
    "Cl(1,1).inverse: expected a versor, v ṽ a number that is not 0, got v ṽ = 0.",
    () => clifford(1, 1).inverse(clifford(1, 1).vector([1, 1])),
    InputError,
  ],
  [
    "Cl(3,0).act: expected a versor, even or odd, got 1 + 1 e123.",
    () => space.act(space.of({ "1": 1, e123: 1 }), space.of({})),
    InputError,
  ],
  [
    "Cl(3,0).exp: expected a finite bivector, got Infinity e12.",
    () => space.exp(space.of({ e12: Number.POSITIVE_INFINITY })),
    InputError,
  ],
  ["Cl(3,0).exp: expected a finite bivector, got 1 e1.", () => space.exp(space.of({ e1: 1 })), InputError],
])("%s", (message, call, kind) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});
