import { describe, expect, test } from "vitest";
import { bits, fold, key, normal, shuffled, split, uniform, unit } from "./random.js";

describe("Philox 4×32-10", () => {
  // Known answers of the reference implementation (Random123, kat_vectors): counter and key all 0.
  test("known answer", () => {
    expect([...bits([0, 0], 4)].map((word) => word.toString(16))).toEqual([
      "6627e8d5",
      "e169c58d",
      "bc57ac4c",
      "9b00dbd8",
    ]);
  });
  test("streams of folded keys differ", () => {
    const seen = [fold(key(1), "a"), fold(key(1), "b"), fold(key(2), "a"), ...split(key(1), 50)].map(String);
    expect(new Set(seen).size).toBe(seen.length);
  });
  test("moments", () => {
    const n = 100_000;
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    const z = normal(key(7), n);
    expect(mean(uniform(key(7), n))).toBeCloseTo(0.5, 2);
    expect(mean(z)).toBeCloseTo(0, 1);
    expect(mean(z.map((x) => x * x))).toBeCloseTo(1, 1);
    expect(mean(z.map((x) => x ** 4))).toBeCloseTo(3, 0);
  });
  test("normal numbers are Box and Muller's", () => {
    const n = 10_000;
    const words = bits(key(7), 2 * n);
    const want = Array.from({ length: n }, (_, i) => {
      return Math.sqrt(-2 * Math.log(unit(words[i]!))) * Math.cos(2 * Math.PI * unit(words[n + i]!));
    });
    // Round-off: below 6 and so 1e-15 each, and Math.cos gets a rounded 2πu.
    expect(Math.max(...normal(key(7), n).map((z, i) => Math.abs(z - want[i]!)))).toBeLessThan(4e-15);
  });
  test("a shuffle is a permutation", () => {
    expect([...shuffled(key(3), 100)].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});
