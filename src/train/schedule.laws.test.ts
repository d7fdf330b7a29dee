import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedules } from "./schedules/index.gen.js";

describe.each(Object.entries(schedules))("%s", (name, rule) => {
  test("is named as its file", () => {
    expect(rule.name).toBe(name);
    expect(rule().name).toBe(name);
    expect(existsSync(new URL(`./schedules/${name}.ts`, import.meta.url))).toBe(true);
  });

  test("is a finite share of the base rate at every step of every run", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, at) => {
        const factor = rule().factor(Math.min(total - 1, Math.floor(at * total)), total);
        expect(factor).toBeGreaterThanOrEqual(0);
        expect(factor).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200, seed: 20260101 },
    ));

  test("starts at the base rate and never rises", () => {
    const factors = Array.from({ length: 100 }, (_, step) => rule().factor(step, 100));
    expect(factors[0]).toBe(1);
    expect(factors).toEqual([...factors].sort((a, b) => b - a));
  });
});

describe("cosine", () => {
  const { cosine } = schedules;

  test("falls from 1 through the middle to its end", () => {
    expect(cosine({ end: 0.2 }).factor(50, 100)).toBeCloseTo(0.6, 15);
    expect(cosine({ end: 0.2 }).factor(100, 100)).toBeCloseTo(0.2, 15);
    // The last step is one short of the end: (1 + cos(0.99π))/2.
    expect(cosine().factor(99, 100)).toBeCloseTo(2.467e-4, 7);
  });

  test("warms up linearly to 1", () => {
    const factors = Array.from({ length: 5 }, (_, step) => cosine({ warmup: 4 }).factor(step, 20));
    expect(factors).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(cosine({ warmup: 4 }).factor(20, 20)).toBeCloseTo(0, 15);
  });

  test("stays within [0, 1] where the warm-up is as long as the run, or longer", () => {
    for (const warmup of [10, 25])
      for (let step = 0; step <= 10; step++) {
        const factor = cosine({ warmup }).factor(step, 10);
        expect(factor >= 0 && factor <= 1, `${warmup}, ${step}: ${factor}`).toBe(true);
      }
  });
});

test("exponential halves every thousand steps, or as told", () => {
  const { exponential } = schedules;
  expect([0, 999, 1000, 2000].map((step) => exponential().factor(step, 5000))).toEqual([1, 1, 0.5, 0.25]);
  expect(exponential({ decay: 0.9, every: 1 }).factor(2, 10)).toBeCloseTo(0.81, 15);
});
