import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import { exponential, logarithm, rotationLogarithm } from "./exponential.js";
import { specialLinear, specialOrthogonal } from "./groups/index.gen.js";
import { haarRotation } from "./haar.js";
import { blockDiagonal, distance, largest } from "./kronecker.js";
import { identity, type Matrix, multiply, scale, transpose, turn } from "./matrix.js";

const turned = (a: Matrix, seed: number): Matrix => {
  const q = haarRotation(key(seed), a.length);
  return multiply(multiply(q, a), transpose(q));
};

describe("logarithms of rotations", () => {
  test.each([1e-12, 1e-8, 1e-5, 1e-3, 1, 3, Math.PI - 1e-3, Math.PI - 1e-6, Math.PI])("angle %s", (angle) => {
    for (const n of [2, 3, 5]) {
      const fixed = n === 2 ? [] : [identity(n - 2)];
      const g = turned(blockDiagonal([turn(angle), ...fixed]), n);
      const x = rotationLogarithm(g);
      expect(distance(x, scale(-1, transpose(x)))).toBeLessThan(1e-15);
      // Not 1e-8, the root of the round-off, as a cosine would give.
      expect(Math.abs(Math.sqrt(x.flat().reduce((sum, v) => sum + v * v, 0) / 2) - angle)).toBeLessThan(1e-14);
      expect(distance(exponential(x), g)).toBeLessThan(1e-12);
    }
  });
  test("equal angles in several planes, and half turns in two", () => {
    for (const angle of [0.4, Math.PI]) {
      const g = turned(blockDiagonal([turn(angle), turn(angle), [[1]]]), 3);
      expect(distance(exponential(rotationLogarithm(g)), g)).toBeLessThan(1e-12);
    }
  });
});

test("exp of large and nilpotent elements", () => {
  expect(
    distance(
      exponential([
        [0, 1],
        [0, 0],
      ]),
      [
        [1, 1],
        [0, 1],
      ],
    ),
  ).toBe(0);
  expect(
    distance(
      exponential([
        [0, -100],
        [100, 0],
      ]),
      turn(100),
    ),
  ).toBeLessThan(1e-12);
  expect(exponential([[5]])[0]![0]! / Math.exp(5)).toBeCloseTo(1, 14);
});

test("log of matrices that are not orthogonal", () => {
  for (let seed = 0; seed < 5; seed++) {
    const g = specialLinear(3).random(key(seed));
    const symmetric = multiply(g, transpose(g)); // positive eigenvalues: a logarithm exists
    expect(distance(exponential(logarithm(symmetric)), symmetric) / largest(symmetric)).toBeLessThan(1e-12);
  }
  expect(
    specialOrthogonal(3).logarithm!(identity(3))
      .flat()
      .every((x) => x === 0),
  ).toBe(true);
});
