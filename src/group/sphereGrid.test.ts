import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError, ShapeError } from "../error.js";
import { key, normal } from "../random.js";
import { fromSphere, peaksAt, sphereGrid, sumOfDiracs, toSphere } from "./sphereGrid.js";
import { sphericalHarmonics } from "./sphericalHarmonics.js";

const normalizations = ["integral", "component", "norm"] as const;

test("to the sphere and back, lmax ≤ 12, smallest grids and larger ones", () =>
  fc.assert(
    fc.property(fc.nat(12), fc.nat(3), fc.nat(3), fc.constantFrom(...normalizations), (lmax, b, a, normalization) => {
      const grid = sphereGrid(2 * lmax + 1 + b, 2 * lmax + 1 + a);
      const coefficients = normal(key(lmax), 2 * (lmax + 1) ** 2);
      const back = fromSphere(toSphere(coefficients, lmax, grid, normalization), lmax, grid, normalization);
      back.forEach((x, i) => {
        expect(Math.abs(x - coefficients[i]!)).toBeLessThan(1e-12);
      });
    }),
    { seed: 1, numRuns: 20 },
  ));

test.each([7, 8, 25])("%i betas integrate polynomials in cos β of lower degree", (n) => {
  const { betas, weights } = sphereGrid(n, 1);
  for (let degree = 0; degree < n; degree++) {
    const sum = weights.reduce((total, w, j) => total + w * Math.cos(betas[j]!) ** degree, 0);
    expect(sum).toBeCloseTo(degree % 2 === 0 ? (4 * Math.PI) / (degree + 1) : 0, 13);
  }
});

test.each(normalizations)(
  "coefficients of %s normalisation make values of variance 1 over the sphere",
  (normalization) => {
    // E c² of degree l is 1, over 2l + 1, or as the integral of Y² = 1 has it.
    const lmax = 4;
    const grid = sphereGrid(9, 9);
    let variance = 0;
    for (let i = 0; i < (lmax + 1) ** 2; i++) {
      const l = Math.floor(Math.sqrt(i));
      const size = { integral: (4 * Math.PI) / (lmax + 1) ** 2, component: 1, norm: 1 / (2 * l + 1) }[normalization];
      const one = Float64Array.from({ length: (lmax + 1) ** 2 }, (_, j) => (i === j ? Math.sqrt(size) : 0));
      const values = toSphere(one, lmax, grid, normalization);
      variance +=
        values.reduce((sum, x, place) => sum + grid.weights[Math.floor(place / 9)]! * x * x, 0) / (4 * Math.PI);
    }
    expect(variance).toBeCloseTo(1, 12);
  },
);

test("peaks have their values; one Dirac has its value at its place", () => {
  const places = [
    [1, 0.2, 0],
    [0, -0.5, 1],
    [-2, 0.3, 0.4],
  ];
  const at = (coefficients: Float64Array, place: readonly number[], lmax: number) =>
    Array.from({ length: lmax + 1 }, (_, l) => sphericalHarmonics(l, place))
      .flatMap((y) => [...y])
      .reduce((sum, y, i) => sum + y * coefficients[i]!, 0);
  const peaks = peaksAt(places, [1, 2, 0.5], 4);
  [1, 2, 0.5].forEach((value, i) => {
    expect(at(peaks, places[i]!, 4)).toBeCloseTo(value, 12);
  });
  expect(at(sumOfDiracs([places[0]!], [3], 6), places[0]!, 6)).toBeCloseTo(3, 12);
  expect(peaksAt([], [], 1)).toEqual(new Float64Array(4));
  expect(at(peaksAt([places[0]!, places[0]!], [1, 3], 2), places[0]!, 2)).toBeCloseTo(2, 10);
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ["sphereGrid: expected positive numbers of angles, got 0, 4.", () => sphereGrid(0, 4), InputError],
  ["sphereGrid: expected positive numbers of angles, got 3, 2.5.", () => sphereGrid(3, 2.5), InputError],
  ["toSphere: expected an integer l from 0 to 12, got 13.", () => toSphere([], 13, sphereGrid(2, 2)), InputError],
  [
    "toSphere: expected coefficients [n, (lmax + 1)²], a multiple of 4 numbers, got 5.",
    () => toSphere([1, 2, 3, 4, 5], 1, sphereGrid(3, 3)),
    ShapeError,
  ],
  [
    "fromSphere: expected a grid of at least 7 betas and alphas for lmax 3, got 6 × 9.",
    () => fromSphere(new Float64Array(54), 3, sphereGrid(6, 9)),
    InputError,
  ],
  [
    "fromSphere: expected values [n, betas, alphas], a multiple of 9 numbers, got 8.",
    () => fromSphere(new Float64Array(8), 1, sphereGrid(3, 3)),
    ShapeError,
  ],
  [
    "peaksAt: expected one value for each position, got 2 values, 1 positions.",
    () => peaksAt([[0, 0, 1]], [1, 2], 2),
    ShapeError,
  ],
  [
    'sphericalHarmonics: expected a normalization of integral, component, norm, got "max".',
    () => toSphere([1], 0, sphereGrid(1, 1), "max" as never),
    InputError,
  ],
])("%s", (message, call, kind) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});
