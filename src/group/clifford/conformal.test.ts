import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../error.js";
import type { Multivector } from "../clifford.js";
import { apply } from "../matrix.js";
import { rotationOfAxisAngle } from "../rotation.js";
import { conformalAlgebra } from "./conformal.js";

const g = conformalAlgebra();
const number = fc.double({ min: -3, max: 3, noNaN: true });
const triple = fc.tuple(number, number, number).map((v): readonly number[] => v);
const axis = triple.filter((v) => Math.hypot(...v) > 0.2);
const factor = fc.double({ min: 0.3, max: 3, noNaN: true });
const plus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + b[i]!);
const minus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x - b[i]!);
const times = (s: number, a: readonly number[]) => a.map((x) => s * x);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-10) => {
  expect(a.length).toBe(b.length);
  expect(Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)))).toBeLessThan(tolerance);
};
const inner = (a: Multivector, b: Multivector) => g.inner(a, b)[0]!;
const moved = (versor: Multivector, p: readonly number[]) => g.position(g.act(versor, g.point(p)));
const law = <T>(values: fc.Arbitrary<T>, check: (values: T) => void) =>
  fc.assert(
    fc.property(values, (one) => void check(one)),
    { seed: 1, numRuns: 40 },
  );

test("points are null, and their inner products are distances: −½ d²", () =>
  law(fc.tuple(triple, triple), ([a, b]) => {
    const difference = minus(a, b);
    close([inner(g.point(a), g.point(a)), inner(g.point(a), g.point(b))], [0, -dot(difference, difference) / 2]);
    close(g.position(g.scale(-3, g.point(a))), a);
    close([inner(g.origin, g.infinity), inner(g.origin, g.origin), inner(g.infinity, g.infinity)], [-1, 0, 0]);
  }));

test("translators, rotors and dilators move points as they should, and compose", () =>
  law(fc.tuple(triple, triple, axis, number, factor), ([p, t, n, angle, s]) => {
    const [T, R, D] = [g.translator(t), g.rotor(n, angle), g.dilator(s)];
    close(moved(T, p), plus(p, t));
    close(moved(R, p), apply(rotationOfAxisAngle(n, angle), p));
    close(moved(D, p), times(s, p));
    close(moved(g.multiply(T, D, R), p), plus(times(s, apply(rotationOfAxisAngle(n, angle), p)), t));
    close(g.multiply(T, g.translator(p)), g.translator(plus(t, p)));
    close(g.multiply(D, g.dilator(2)), g.dilator(2 * s));
  }));

test("spheres: inner products, and how they move", () =>
  law(fc.tuple(triple, factor, triple, factor), ([c, r, p, s]) => {
    const sphere = g.sphere(c, r);
    const offset = minus(p, c);
    close([inner(sphere, g.point(p)), inner(sphere, sphere)], [(r * r - dot(offset, offset)) / 2, r * r]);
    const { centre, radius } = g.roundOf(g.act(g.multiply(g.translator(p), g.dilator(s)), sphere));
    close([...centre, radius], [...plus(times(s, c), p), s * r]);
  }));

test("a sphere is through its four points; a sphere inverts", () =>
  law(fc.tuple(triple, factor, axis), ([c, r, p]) => {
    const places = [[1, 0, 0], [0, 1, 0], [0, 0, -1], [-0.6, 0.8, 0]]; // biome-ignore format: points
    const [a, b, d, e] = places.map((place) => g.point(plus(c, times(r, place)))) as [
      Multivector,
      Multivector,
      Multivector,
      Multivector,
    ];
    const { centre, radius } = g.roundOf(g.sphereThrough(a, b, d, e));
    close([...centre, radius], [...c, r], 1e-9);
    close(moved(g.sphere(c, r), plus(c, p)), plus(c, times((r * r) / dot(p, p), p)), 1e-8);
  }));

test("planes reflect, and keep at a distance", () =>
  law(fc.tuple(axis, number, triple), ([n, d, p]) => {
    const excess = dot(n, p) - d;
    close([inner(g.plane(n, d), g.point(p))], [excess / Math.hypot(...n)]);
    close(moved(g.plane(n, d), p), minus(p, times((2 * excess) / dot(n, n), n)), 1e-9);
  }));

test.each<[string, () => unknown]>([
  ["position: expected a point of space, got a vector that is orthogonal to infinity.", () => g.position(g.infinity)],
  ["position: expected a point, of square 0, got a vector of square 4.", () => g.position(g.sphere([0, 0, 0], 2))],
  ["roundOf: expected a sphere, got a vector that is orthogonal to infinity.", () => g.roundOf(g.plane([1, 0, 0], 2))],
  [
    "roundOf: expected a sphere, got one of squared radius -1.",
    () => g.roundOf(g.add(g.origin, g.scale(0.5, g.infinity))),
  ],
  ["dilator: expected a factor above 0, got -2.", () => g.dilator(-2)],
  ["rotor: expected a finite axis that is not 0, got [0, 0, 0].", () => g.rotor([0, 0, 0], 1)],
])("%s", (message, call) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(message);
});
