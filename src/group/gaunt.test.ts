import { expect, test } from "vitest";
import { RepError } from "../error.js";
import { gaunt } from "./gaunt.js";
import { sphereGrid } from "./sphereGrid.js";
import { sphericalHarmonics } from "./sphericalHarmonics.js";

const triples = [
  [0, 0, 0],
  [1, 1, 0],
  [1, 1, 2],
  [2, 2, 2],
  [1, 2, 2],
  [3, 2, 3],
  [2, 4, 6],
  [5, 6, 7],
  [12, 12, 12],
] as const;

test.each(triples)("Gaunt coefficients %i, %i, %i by quadrature", (l1, l2, l3) => {
  const n = l1 + l2 + l3 + 1; // exact to degree l1 + l2 + l3
  const { points, weights } = sphereGrid(n, n);
  const [n1, n2, n3] = [2 * l1 + 1, 2 * l2 + 1, 2 * l3 + 1];
  const [y1, y2, y3] = [l1, l2, l3].map((l) => sphericalHarmonics(l, points)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const found = gaunt(l1, l2, l3);
  const sampled =
    l1 < 6 ? [...found.keys()] : [...found.keys()].filter((i) => i % 97 === 0 || (found[i] !== 0 && i % 7 === 0));
  for (const i of sampled) {
    const [a, b, c] = [Math.floor(i / n2 / n3), Math.floor(i / n3) % n2, i % n3];
    let integral = 0;
    for (let p = 0; p < n * n; p++)
      integral += weights[Math.floor(p / n)]! * y1[p * n1 + a]! * y2[p * n2 + b]! * y3[p * n3 + c]!;
    expect(Math.abs(integral - found[i]!)).toBeLessThan(1e-12);
  }
});

test("a product of harmonics is the sum of harmonics", () => {
  const v = [0.3, -0.8, 0.52];
  for (const [l1, l2] of [
    [2, 3],
    [4, 4],
    [5, 7],
  ] as const) {
    const [y1, y2] = [sphericalHarmonics(l1, v), sphericalHarmonics(l2, v)];
    const sum = new Float64Array(y1.length * y2.length);
    for (let l3 = Math.abs(l1 - l2); l3 <= l1 + l2; l3++) {
      const [y3, coefficients] = [sphericalHarmonics(l3, v), gaunt(l1, l2, l3)];
      for (let i = 0; i < coefficients.length; i++)
        sum[Math.floor(i / y3.length)]! += coefficients[i]! * y3[i % y3.length]!;
    }
    sum.forEach((x, i) => {
      expect(Math.abs(x - y1[Math.floor(i / y2.length)]! * y2[i % y2.length]!)).toBeLessThan(1e-13);
    });
  }
});

test("they are 0 where l1 + l2 + l3 is odd, and refused outside the triangle", () => {
  expect(gaunt(1, 1, 1).every((x) => x === 0)).toBe(true);
  expect(gaunt(12, 11, 12).every((x) => x === 0)).toBe(true);
  expect(() => gaunt(1, 1, 3)).toThrow(RepError);
});
