import { describe, expect, test } from "vitest";
import type { Nd } from "../engine/nd.js";
import { invariant, linear, permute } from "../group/action.js";
import type { Group } from "../group/group.js";
import { orthogonal, symmetric } from "../group/groups/index.gen.js";
import type { Matrix } from "../group/matrix.js";
import { fold, type Key, key, normal } from "../random.js";
import { measure, relativeDistance, type Subject, type Symmetry } from "./measure.js";

const o3 = orthogonal(3) as unknown as Group;
const claim: Symmetry = { group: o3, inputs: { x: linear(-1) }, outputs: { y: linear(-1) } };
const draw = (from: Key) => ({ x: { shape: [2, 3], data: normal(from, 6) } });
const options = { draw, pairs: 20, key: key(5) };
const norm = (x: Iterable<number>) => Math.hypot(...x);
const map = (x: Nd, change: (value: number, i: number) => number): Nd => ({ shape: x.shape, data: x.data.map(change) });

/** Each row moved along the first axis, by ε: the error of a pair is ε ‖e₁ − g e₁‖ √2 / ‖x + ε e₁‖. */
const shifted =
  (epsilon: number): Subject =>
  async ({ x }) => ({ y: map(x!, (value, i) => value + (i % 3 === 0 ? epsilon : 0)) });

describe("measure", () => {
  test.each([1e-9, 1e-3, 0.5])("finds the error of a shift by %f, in size and on average", async (epsilon) => {
    const found = await measure(shifted(epsilon), claim, options);
    const errors = Array.from({ length: options.pairs }, (_, pair) => {
      const from = fold(options.key, pair);
      const g = o3.random(fold(from, "element")) as Matrix;
      const x = draw(fold(from, "input")).x.data;
      const moved = norm([1 - g[0]![0]!, g[1]![0]!, g[2]![0]!]);
      return (epsilon * moved * Math.SQRT2) / norm(x.map((value, i) => value + (i % 3 === 0 ? epsilon : 0)));
    });
    const max = Math.max(...errors);
    expect(Math.abs(found.max / max - 1)).toBeLessThan(1e-15 / epsilon + 1e-12); // x is rounded at 1e-16
    expect(found.mean / (errors.reduce((a, b) => a + b) / errors.length)).toBeCloseTo(1, 5);
    expect(found.witness.pair).toBe(errors.indexOf(max));
  });

  test("finds round-off alone in what is equivariant", async () => {
    const found = await measure(async ({ x }) => ({ y: map(x!, (value) => 3 * value) }), claim, options);
    expect(found.max).toBeLessThan(1e-15);
  });

  test("names a witness from which the error can be computed again", async () => {
    const subject = shifted(0.1);
    const { max, witness } = await measure(subject, claim, options);
    const { x } = draw(fold(fold(options.key, witness.pair), "input"));
    const act = linear(-1);
    const moved = act.act(witness.element, (await subject({ x })).y!);
    const found = (await subject({ x: act.act(witness.element, x) })).y!;
    expect(relativeDistance(found, moved)).toBe(max);
    expect(JSON.parse(JSON.stringify(witness))).toEqual(witness);
  });

  test("takes the worst of several outputs, and leaves what is not named alone", async () => {
    const subject: Subject = async ({ x, c }) => ({ good: map(x!, (value) => -value), kept: c!, bad: x! });
    const two: Symmetry = { group: o3, inputs: { x: linear(-1) }, outputs: { good: linear(-1), bad: invariant } };
    const both = { ...options, draw: (from: Key) => ({ ...draw(from), c: { shape: [1], data: normal(from, 1) } }) };
    expect((await measure(subject, two, both)).witness.output).toBe("bad");
    const right = { ...two, outputs: { good: linear(-1), bad: linear(-1) } };
    expect((await measure(subject, right, both)).max).toBeLessThan(1e-15);
  });

  test("tells permutations that act from those that do not", async () => {
    const s4 = symmetric(4) as unknown as Group;
    const set = { ...options, draw: (from: Key) => ({ x: { shape: [4, 2], data: normal(from, 8) } }) };
    const run = (subject: Subject) =>
      measure(subject, { group: s4, inputs: { x: permute(0) }, outputs: { y: permute(0) } }, set);
    expect((await run(async ({ x }) => ({ y: map(x!, Math.exp) }))).max).toBe(0);
    expect((await run(async ({ x }) => ({ y: map(x!, (value, i) => value + 1e-6 * i) }))).max).toBeGreaterThan(1e-7);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("says NaN where one number of one pair is %f", async (value) => {
    let calls = 0;
    const subject: Subject = async ({ x }) => ({
      y: ++calls === 7 ? map(x!, (each, i) => (i === 2 ? value : each)) : x!,
    });
    const { max, mean, witness } = await measure(subject, claim, options);
    expect(max).toBeNaN();
    expect(mean).toBeNaN();
    expect(witness.pair).toBe(3); // two calls a pair
  });
});

test("relativeDistance is ‖a − b‖/‖b‖, with its cases at 0, at ∞ and between sizes", () => {
  const of = (a: number[], b: number[]) =>
    relativeDistance(
      { shape: [a.length], data: Float64Array.from(a) },
      { shape: [b.length], data: Float64Array.from(b) },
    );
  expect(of([3, 4], [0, 5])).toBe(Math.sqrt(10) / 5);
  expect(of([0, 0], [0, 0])).toBe(0);
  expect(of([1, 0], [0, 0])).toBe(Number.POSITIVE_INFINITY);
  expect(of([Number.POSITIVE_INFINITY], [1])).toBeNaN();
  expect(of([1], [Number.NaN])).toBeNaN();
  expect(of([1, 2], [1])).toBe(Number.POSITIVE_INFINITY);
  expect(of([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
});
