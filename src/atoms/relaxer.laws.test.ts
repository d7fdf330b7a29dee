import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestRow, type Relaxer } from "./relaxer.js";
import { relaxers } from "./relaxers/index.gen.js";

/** A bowl Σ k x²/2 of that many rows, with a curvature for each coordinate. */
const bowl = fc
  .array(fc.tuple(fc.double({ min: 1, max: 50, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })), {
    minLength: 3,
    maxLength: 12,
  })
  .map((all) => {
    const used = all.slice(0, all.length - (all.length % 3));
    return { curvature: used.map(([k]) => k), start: Float64Array.from(used, ([, x]) => x) };
  });
const forcesAt = (curvature: readonly number[], x: Float64Array) => x.map((each, i) => -curvature[i]! * each);

function* walk(relaxer: Relaxer, curvature: readonly number[], start: Float64Array) {
  let [coordinates, step] = [start, relaxer.start];
  for (;;) {
    const { move, next } = step({ coordinates, forces: forcesAt(curvature, coordinates) });
    yield { coordinates, move };
    coordinates = coordinates.map((x, i) => x + move[i]!);
    step = next;
  }
}

describe.each(Object.entries(relaxers))("%s", (name, rule) => {
  test("is named as its file, says what it is and where it is from", () => {
    expect(rule.name).toBe(name);
    expect(rule().name).toBe(name);
    expect(existsSync(new URL(`./relaxers/${name}.ts`, import.meta.url))).toBe(true);
    expect(rule.about).toMatch(/^\p{Lu}.*\.$/u);
    expect(rule.source).toMatch(/\d{4}/);
  });

  test("comes to rest at the bottom of any bowl, by moves no longer than the longest", () =>
    fc.assert(
      fc.property(bowl, fc.double({ min: 0.02, max: 0.3, noNaN: true }), ({ curvature, start }, maxStep) => {
        let moves = 0;
        for (const { coordinates, move } of walk(rule({ maxStep }), curvature, start)) {
          if (longestRow(forcesAt(curvature, coordinates)) < 1e-3) break;
          expect(longestRow(move)).toBeLessThan(maxStep * (1 + 1e-12));
          if (++moves > 2000) throw new Error("no rest after 2,000 moves");
        }
      }),
      { numRuns: 30 },
    ));

  test("goes downhill first, and gives the same moves whenever it is started", () =>
    fc.assert(
      fc.property(bowl, ({ curvature, start }) => {
        const relaxer = rule();
        const forces = forcesAt(curvature, start);
        const take = () => {
          const walked = walk(relaxer, curvature, start);
          return Array.from({ length: 9 }, () => [...walked.next().value!.move]);
        };
        const moves = take();
        expect(moves[0]!.reduce((sum, x, i) => sum + x * forces[i]!, 0)).toBeGreaterThanOrEqual(0);
        expect(take()).toEqual(moves);
      }),
      { numRuns: 30 },
    ));
});

test("lbfgs stays downhill where the energy curves down", () => {
  // E = cos x: from near its top the first pair has negative curvature.
  let [x, step] = [Float64Array.of(0.3, 0, 0), relaxers.lbfgs({ curvature: 1 }).start];
  for (let k = 0; k < 100; k++) {
    const { move, next } = step({ coordinates: x, forces: Float64Array.of(Math.sin(x[0]!), 0, 0) });
    expect(move[0]! * Math.sin(x[0]!)).toBeGreaterThanOrEqual(0);
    x = x.map((each, i) => each + move[i]!);
    step = next;
  }
  expect(x[0]).toBeCloseTo(Math.PI, 8);
});
