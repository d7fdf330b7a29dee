import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.js";

test.each([
  ["", "abc", 3],
  ["kitten", "sitting", 3],
  ["adit", "audit", 1],
  ["aduit", "audit", 1], // a swap is one edit
  ["zoo", "zoo", 0],
])("editDistance(%j, %j) is %i", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test("editDistance is symmetric, and grows by at most one a letter", () => {
  assert(
    property(string(), string(), string({ maxLength: 1 }), (a, b, letter) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(Math.abs(editDistance(a + letter, b) - editDistance(a, b))).toBeLessThanOrEqual(1);
    }),
    { seed: 1 },
  );
});

test("nearest is silent where nothing is near", () => {
  expect(nearest("ADIT", ["zoo", "audit"])).toBe("audit");
  expect(nearest("frobnicate", ["zoo", "audit"])).toBeUndefined();
  expect(nearest("", [])).toBeUndefined();
});
