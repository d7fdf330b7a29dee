import fc, { assert, double, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { cellOf, cellParameters, cellVolume, completedCell, inverseCell, timesMatrix } from "./structure.js";

const between = (min: number, max: number) => double({ min, max, noNaN: true });
const cells = fc
  .array(between(-9, 9), { minLength: 9, maxLength: 9 })
  .map((rows) => Float64Array.from(rows))
  .filter((cell) => Math.abs(cellVolume(cell)) > 1);

test("a cell of lengths and angles has them", () => {
  const parameters = tuple(
    between(1, 50),
    between(1, 50),
    between(1, 50),
    between(60, 115),
    between(60, 115),
    between(60, 115),
  );
  assert(
    property(parameters, (given) => {
      const cell = cellOf(given)!;
      cellParameters(cell).forEach((value, i) => void expect(value).toBeCloseTo(given[i]!, 9));
      expect([cell[1], cell[2], cell[5]]).toEqual([0, 0, 0]);
      expect(cellVolume(cell)).toBeGreaterThan(0);
    }),
  );
});

test("right angles and hexagons are exact to the last bit where they can be", () => {
  expect([...cellOf([2, 3, 4, 90, 90, 90])!]).toEqual([2, 0, 0, 0, 3, 0, 0, 0, 4]);
  expect(cellOf([2, 2, 4, 90, 90, 120])![3]).toBe(-1);
});

test.each([
  [[0, 1, 1, 90, 90, 90]],
  [[-1, 1, 1, 90, 90, 90]],
  [[1, 1, 1, 0, 90, 90]],
  [[1, 1, 1, 90, 180, 90]],
  [[1, 1, 1, 20, 20, 90]],
  [[1, 1, 1, Number.NaN, 90, 90]],
] as const)("no cell has %j", (parameters) => expect(cellOf(parameters)).toBeUndefined());

test("fractional coordinates and back, in cells of either hand", () => {
  const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  assert(
    property(cells, (cell) => {
      timesMatrix(cell, inverseCell(cell)).forEach((x, i) => void expect(x).toBeCloseTo(identity[i]!, 10));
    }),
  );
});

test("free directions get unit vectors, normal to the others", () => {
  assert(
    property(cells, fc.constantFrom<number[]>([0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]), (cell, free) => {
      const given = cell.map((x, i) => (free.includes(Math.floor(i / 3)) ? 0 : x));
      const full = completedCell(given);
      const row = (k: number) => [...full.subarray(3 * k, 3 * k + 3)];
      for (const k of [0, 1, 2].filter((k) => !free.includes(k)))
        expect(row(k)).toEqual([...cell.subarray(3 * k, 3 * k + 3)]);
      for (const k of free) {
        expect(Math.hypot(...row(k))).toBeCloseTo(1, 12);
        for (const other of [0, 1, 2].filter((each) => each !== k)) {
          expect(row(k).reduce((sum, x, i) => sum + x * row(other)[i]!, 0)).toBeCloseTo(0, 9);
        }
      }
    }),
  );
});
