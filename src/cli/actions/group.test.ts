// `equivar group NAME` for every group of the index.
import { describe, expect, test } from "vitest";
import { groups } from "../../group/groups/index.gen.js";
import { typed } from "../testing.js";
import { group } from "./group.js";

const equivar = (...words: readonly string[]) => typed({ group: group as never }, ["group", ...words]);

const names = Object.values(groups).flatMap(({ sample }) => sample.map(({ name }) => name));

describe("--json, as the contract says", () => {
  test.each(names)("%s", async (name) => {
    const { code, out } = await equivar("--json", "--", name);
    const result = JSON.parse(out);
    expect([code, result.name]).toEqual([0, name]);
    expect(Object.keys(result)).toEqual(["name", "order", "classes", "irreps"]);
    const { order, classes, irreps } = result;
    for (const { type, degree, character } of irreps) {
      expect(["real", "complex", "quaternionic"]).toContain(type);
      expect(Number.isInteger(degree)).toBe(true);
      expect(character.length).toBe(classes.length);
    }
    if (order === null) return expect(classes).toEqual([]);
    const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);
    expect(sum(classes.map(({ size }: { size: number }) => size))).toBe(order);
    expect(sum(irreps.map(({ degree }: { degree: number }) => degree ** 2))).toBe(order);
  });
});

test("characters are numbers where all are real, else parts", async () => {
  const { irreps } = JSON.parse((await equivar("C(3)", "--json")).out);
  expect(irreps[0].character).toEqual([1, 1, 1]);
  expect(irreps[1].character[1]).toEqual({ re: -0.5, im: Math.sqrt(3) / 2 });
});

test("infinite groups: types over the complex numbers", async () => {
  const { order, irreps } = JSON.parse((await equivar("SO(2)", "--json")).out);
  expect(order).toBe(null);
  expect(irreps.slice(0, 3)).toEqual([
    { name: "0", degree: 1, type: "real", character: [] },
    { name: "1", degree: 1, type: "complex", character: [] },
    { name: "1*", degree: 1, type: "complex", character: [] },
  ]);
});

test("a table for the terminal", async () => {
  const { out } = await equivar("Q(8)");
  expect(out).toBe(`Q(8): order 8, 5 conjugacy classes

    degree  type          1a  2a  4a  4b  4c
            size           1   1   2   2   2
1a       1  real           1   1   1   1   1
1b       1  real           1   1   1  -1  -1
1c       1  real           1   1  -1   1  -1
1d       1  real           1   1  -1  -1   1
E1       2  quaternionic   2  -2   0   0   0
`);
});

test("an unknown group is bad input", async () => {
  const { code, err } = await equivar("X(8)");
  expect(code).toBe(2);
  expect(err).toContain('group: expected the name of a group, got "X(8)".');
});
