import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../error.js";
import { key } from "../../random.js";
import type { Multivector } from "../clifford.js";
import { haarRotation } from "../haar.js";
import { apply, type Matrix } from "../matrix.js";
import { rotationOfAxisAngle } from "../rotation.js";
import { projectiveAlgebra } from "./projective.js";

const g = projectiveAlgebra();
const number = fc.double({ min: -3, max: 3, noNaN: true });
const triple = fc.tuple(number, number, number).map((v): readonly number[] => v);
const axis = triple.filter((v) => Math.hypot(...v) > 0.2);
const rotation = fc.nat().map((seed): Matrix => haarRotation(key(seed), 3));
const plus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + b[i]!);
const minus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x - b[i]!);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-11) => {
  expect(a.length).toBe(b.length);
  expect(Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)))).toBeLessThan(tolerance);
};
const moved = (versor: Multivector, p: readonly number[]) => g.position(g.act(versor, g.point(p)));
const options = { seed: 1, numRuns: 40 };

test("a point is where it was put, whatever its weight", () =>
  fc.assert(
    fc.property(triple, (p) => close(g.position(g.scale(-2.5, g.point(p))), p)),
    options,
  ));

test("motors move points, directions, lines and planes as x ↦ R x + t does", () =>
  fc.assert(
    fc.property(rotation, triple, triple, axis, (R, t, p, n) => {
      const motor = g.motor(R, t);
      close(g.act(motor, g.point(p)), g.point(plus(apply(R, p), t)));
      close(g.act(motor, g.direction(n)), g.direction(apply(R, n)));
      close(g.act(motor, g.line(p, n)), g.line(plus(apply(R, p), t), apply(R, n)));
      const normal = apply(R, n);
      close(g.act(motor, g.plane(n, 0.7)), g.plane(normal, 0.7 + dot(normal, t)));
    }),
    options,
  ));

test("motors compose as motions do", () =>
  fc.assert(
    fc.property(rotation, triple, rotation, triple, triple, (R, t, S, u, p) => {
      const both = g.multiply(g.motor(R, t), g.motor(S, u));
      close(moved(both, p), plus(apply(R, plus(apply(S, p), u)), t));
    }),
    options,
  ));

test("translators add; rotors turn about a line, and so does the exponential of the line", () =>
  fc.assert(
    fc.property(triple, triple, axis, triple, number, (t, u, n, p, angle) => {
      close(g.multiply(g.translator(t), g.translator(u)), g.translator(plus(t, u)));
      const turn = rotationOfAxisAngle(n, angle);
      const rotor = g.rotor(n, angle, t);
      close(moved(rotor, p), plus(apply(turn, minus(p, t)), t));
      close(moved(rotor, plus(t, n)), plus(t, n));
      const size = Math.hypot(...n);
      close(g.exp(g.scale(angle / 2 / size, g.line(t, n))), rotor);
      // A screw: along the line and about it at once; its bivector is not simple.
      const screw = g.multiply(g.translator(n), rotor);
      const along = g.scale(0.5, g.of({ e14: n[0]!, e24: n[1]!, e34: n[2]! }));
      close(g.exp(g.add(along, g.scale(angle / 2 / size, g.line(t, n)))), screw);
    }),
    options,
  ));

test("planes reflect", () =>
  fc.assert(
    fc.property(axis, number, triple, (n, d, p) => {
      const excess = (2 * (dot(n, p) - d)) / dot(n, n);
      close(
        moved(g.plane(n, d), p),
        minus(
          p,
          n.map((x) => excess * x),
        ),
        1e-9,
      );
    }),
    options,
  ));

test("incidence, joins and meets", () =>
  fc.assert(
    fc.property(triple, triple, triple, axis, (a, b, c, n) => {
      const zero = g.scale(0, g.point(a));
      close(g.outer(g.plane(n, dot(n, a)), g.point(a)), zero); // on the plane
      close(g.regressive(g.point(a), g.point(b)), g.line(a, minus(b, a)));
      const plane = g.regressive(g.regressive(g.point(a), g.point(b)), g.point(c));
      for (const p of [a, b, c]) close(g.outer(plane, g.point(p)), zero);
      // A line meets a plane in the point where it should.
      const through = g.outer(g.plane(n, 1), g.line(a, n));
      const t = (1 - dot(n, a)) / dot(n, n);
      close(
        g.position(through),
        plus(
          a,
          n.map((x) => t * x),
        ),
        1e-9,
      );
      const three = g.outer(g.outer(g.plane([1, 0, 0], a[0]!), g.plane([0, 1, 0], a[1]!)), g.plane([0, 0, 1], a[2]!));
      close(g.position(three), a);
    }),
    options,
  ));

test("the origin and the planes of the axes, written out", () => {
  expect([...g.point([0, 0, 0])].map((x) => x + 0)).toEqual([...g.of({ e123: 1 })]);
  expect([...g.plane([0, 1, 0], 2)]).toEqual([...g.of({ e2: 1, e4: -2 })]);
  expect([g.name, g.signature]).toEqual(["G(3,0,1)", [3, 0, 1]]);
});

test("bad input", () => {
  expect(() => g.position(g.direction([1, 0, 0]))).toThrow(
    "position: expected a point of space, got a point at infinity.",
  );
  expect(() => g.rotor([0, 0, 0], 1)).toThrow(InputError);
  expect(() =>
    g.motor(
      [
        [2, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [0, 0, 0],
    ),
  ).toThrow(InputError);
});
