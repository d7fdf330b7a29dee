import { expect, test } from "vitest";
import { key } from "../random.js";
import { batches, batchOf } from "./batch.js";

const split = {
  position: {
    data: Float64Array.from({ length: 4 * 2 * 3 }, (_, i) => i),
    shape: [4, 2, 3],
    axes: ["samples", "nodes", 3],
  },
  charge: { data: Int32Array.from({ length: 8 }, (_, i) => 10 * i), shape: [4, 2], axes: ["samples", "nodes"] },
  energy: { data: Float64Array.of(0, -1, -2, -3), shape: [4], axes: ["samples"] },
};

test("graphs are joined in the order asked for", () => {
  const { position, charge, energy } = batchOf(split, [3, 1]);
  expect(position.data).toEqual(Float64Array.of(18, 19, 20, 21, 22, 23, 6, 7, 8, 9, 10, 11));
  expect([position.shape, position.axes]).toEqual([
    [4, 3],
    ["nodes", 3],
  ]);
  expect([charge.data, charge.shape]).toEqual([Int32Array.of(60, 70, 20, 30), [4]]);
  expect([energy.data, energy.shape]).toEqual([Float64Array.of(-3, -1), [2]]);
});

test("an earlier batch's arrays are used again", () => {
  const first = batchOf(split, [0, 1]);
  const second = batchOf(split, [2, 3], first);
  expect(second.position.data).toBe(first.position.data);
  expect(second).toEqual(batchOf(split, [2, 3]));
  expect(() => batchOf(split, [0], first)).toThrow(
    "batchOf: expected into.position to be Float64Array of 6, got Float64Array of 12.",
  );
});

test("an epoch draws every sample at most once, shuffled by the key, without the incomplete batch", () => {
  const drawn = (seed: number, size: number) =>
    [...batches(split, size, key(seed))].map(({ energy }) => [...energy.data]);
  expect(drawn(1, 2).flat().sort()).toEqual([0, -1, -2, -3].sort());
  expect(drawn(1, 3).map((batch) => batch.length)).toEqual([3]);
  expect(drawn(1, 2)).toEqual(drawn(1, 2));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => String(drawn(seed, 4)))).size).toBeGreaterThan(5);
});

test("what cannot be drawn", () => {
  expect(() => batchOf(split, [4])).toThrow("batchOf: expected samples from 0 to 3, got 4.");
  expect(() => batches(split, 5, key(1))).toThrow("batches: expected size to be a whole number from 1 to 4, got 5.");
});
