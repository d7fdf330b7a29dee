import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError, RepError, ShapeError } from "../error.js";
import { key } from "../random.js";
import { haarRotation } from "./haar.js";
import { apply, type Matrix, multiply, rows } from "./matrix.js";
import { sphericalHarmonics } from "./sphericalHarmonics.js";
import { wigner3j } from "./wigner3j.js";
import { wignerD, wignerDOfMatrix } from "./wignerD.js";

const degrees = (most: number) => Array.from({ length: most + 1 }, (_, l) => l);

/** Largest difference, relative to the largest value where that is above 1. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  const scale = Math.max(1, ...Array.from(b, Math.abs));
  return Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!))) / scale;
}

const random = (law: (rotation: Matrix, seed: number) => void) =>
  fc.assert(
    fc.property(fc.nat(), (seed) => void law(haarRotation(key(seed), 3), seed)),
    { seed: 1, numRuns: 8 },
  );

test("Y(R v) = D(R) Y(v), l ≤ 12", () =>
  random((rotation, seed) => {
    const v = [1, 0.5, -2 + (seed % 7)];
    for (const l of degrees(12)) {
      const turned = apply(rows(wignerDOfMatrix(l, rotation), 2 * l + 1), [...sphericalHarmonics(l, v)]);
      expect(distance(sphericalHarmonics(l, apply(rotation, v)), turned)).toBeLessThan(1e-12);
    }
  }));

test("D of degree 1 is R", () =>
  random((rotation) => expect(distance(wignerDOfMatrix(1, rotation), rotation.flat())).toBeLessThan(1e-15)));

test("characters: the trace is sin((l + ½)θ) / sin(θ/2)", () => {
  for (const l of degrees(12))
    for (const angle of [0.3, 1.1, 3.1]) {
      const trace = rows(wignerD(l, 0.4, angle, -0.4), 2 * l + 1).reduce((sum, row, i) => sum + row[i]!, 0);
      expect(trace).toBeCloseTo(Math.sin((l + 0.5) * angle) / Math.sin(angle / 2), 12);
    }
});

test("3j symbols are invariant, of norm 1, l ≤ 12", () =>
  random((rotation) => {
    for (const [l1, l2, l3] of [
      [1, 1, 1],
      [2, 3, 4],
      [6, 5, 3],
      [12, 12, 12],
      [12, 7, 5],
    ] as const) {
      const w = wigner3j(l1, l2, l3);
      expect(w.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 14);
      const [n1, n2, n3] = [2 * l1 + 1, 2 * l2 + 1, 2 * l3 + 1];
      // D1 (w as [n1, n2 n3]) must be what D2 and D3, inverted, make of each w[a].
      const first = multiply(rows(wignerDOfMatrix(l1, rotation), n1), slices(w, n1, n2 * n3));
      const [d2, d3] = [rows(wignerDOfMatrix(l2, rotation), n2), rows(wignerDOfMatrix(l3, rotation), n3)];
      const turned = first.map((flat) => {
        const half = multiply(d2, slices(Float64Array.from(flat), n2, n3));
        return half.flatMap((row) => apply(d3, row));
      });
      expect(distance(turned.flat(), w)).toBeLessThan(1e-12);
    }
  }));

const slices = (flat: Float64Array, n: number, size: number): Matrix =>
  Array.from({ length: n }, (_, i) => [...flat.subarray(i * size, (i + 1) * size)]);

test("harmonics of rows are those of a flat array, of the zero vector 0", () => {
  expect(
    sphericalHarmonics(2, [
      [1, 2, 3],
      [0, 0, 0],
    ]),
  ).toEqual(sphericalHarmonics(2, Float64Array.of(1, 2, 3, 0, 0, 0)));
  expect([...sphericalHarmonics(2, [0, 0, 0])].every((x) => x === 0)).toBe(true);
  expect(sphericalHarmonics(3, []).length).toBe(0);
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ["wignerD: expected an integer l from 0 to 12, got 13.", () => wignerD(13, 0, 0, 0), InputError],
  ["wignerD: expected an integer l from 0 to 12, got 1.5.", () => wignerD(1.5, 0, 0, 0), InputError],
  ["wignerD: expected finite angles, got NaN.", () => wignerD(2, 0, Number.NaN, 0), InputError],
  [
    "wignerD: expected a rotation matrix [3, 3], got [[NaN, 0, 0], [0, 1, 0], [0, 0, 1]].",
    () =>
      wignerDOfMatrix(2, [
        [Number.NaN, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    InputError,
  ],
  [
    "wignerD: expected a rotation matrix [3, 3], got [[-1, 0, 0], [0, 1, 0], [0, 0, 1]].",
    () =>
      wignerDOfMatrix(2, [
        [-1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    InputError,
  ],
  [
    "wignerD: expected a rotation matrix [3, 3], got [[1, 0], [0, 1]].",
    () =>
      wignerDOfMatrix(1, [
        [1, 0],
        [0, 1],
      ]),
    InputError,
  ],
  ["wigner3j: expected |l1 − l2| ≤ l3 ≤ l1 + l2, got 1, 1, 3.", () => wigner3j(1, 1, 3), RepError],
  ["wigner3j: expected an integer l from 0 to 12, got -1.", () => wigner3j(-1, 1, 1), InputError],
  [
    'sphericalHarmonics: expected a normalization of integral, component, norm, got "e3nn".',
    () => sphericalHarmonics(1, [0, 0, 1], { normalization: "e3nn" as never }),
    InputError,
  ],
  ["sphericalHarmonics: expected xyz [n, 3], got [.., 4].", () => sphericalHarmonics(1, [0, 0, 1, 1]), ShapeError],
  [
    "sphericalHarmonics: expected xyz [n, 3], got [.., 2].",
    () =>
      sphericalHarmonics(1, [
        [0, 0, 1],
        [1, 2],
      ]),
    ShapeError,
  ],
  [
    "sphericalHarmonics: expected an integer l from 0 to 12, got 13.",
    () => sphericalHarmonics(13, [0, 0, 1]),
    InputError,
  ],
])("%s", (message, call, kind) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});
