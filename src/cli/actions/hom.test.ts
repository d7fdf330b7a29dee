import { expect, test } from "vitest";
import { typed } from "../testing.js";
import { hom } from "./hom.js";

const run = (...words: readonly string[]) => typed({ hom: hom as never }, ["hom", ...words]);
const json = async (...argv: string[]) => JSON.parse((await run(...argv, "--json")).out);

test.each([
  ["O(3)", 1, 1, 1, ["{1,1'}"]],
  ["S(2)", 1, 1, 2, ["{1,1'}", "{1} {1'}"]],
  ["SO(2)", 1, 1, 2, ["{1,1'}", "det(1,1')"]],
  ["A(3)", 1, 1, 3, ["{1,1'}", "{1} {1'}", "det(1,1',*)"]],
  ["Sp(2)", 2, 2, 2, ["{1,2} {1',2'}", "{1,1'} {2,2'}", "{1,2'} {2,1'}"]],
  ["O(3)", 1, 2, 0, []],
  ["C(5)", 1, 1, 2, null],
  ["SE(2)", 2, 2, 4, null],
] as const)("%s %i %i: dimension %i", async (name, k, l, dimension, spanning) =>
  expect(await json(name, `${k}`, `${l}`)).toEqual({ name, k, l, dimension, spanning }),
);

test("too many to list", async () =>
  expect(await json("S(20)", "6", "6")).toEqual({ name: "S(20)", k: 6, l: 6, dimension: 4213597, spanning: null }));

test("spaces in the name do not matter", async () =>
  expect(await json(" O( 3 ) ", "1", "1")).toMatchObject({ name: "O(3)" }));

test("as text", async () => {
  expect((await run("SO(3)", "1", "2")).out).toBe(
    "Hom(V^⊗1, V^⊗2) of SO(3): dimension 1\nA basis; outputs are 1, 2, …, inputs 1', 2', …\n  det(1,2,1')\n",
  );
  expect((await run("Sp(2)", "2", "2")).out).toContain("Spanned by 3 diagrams, not independent;");
  expect((await run("C(5)", "1", "1")).out).toBe("Hom(V^⊗1, V^⊗1) of C(5): dimension 2\n");
});

test.each([
  [["Q8", "1", "1"], 'group: expected the name of a group, got "Q8".'],
  [["Sp(3)", "1", "1"], "symplecticBrauer: expected Sp(n) with an even n, got 3."],
  [["S(3)", "-1", "1"], "K: expected an integer ≥ 0, got -1."],
  [["S(3)", "1.5", "1"], "K: expected an integer ≥ 0, got 1.5."],
  [["S(3)", "1"], "equivar hom: expected L (tensor power of V that they return), got none."],
])("%j", async (argv, message) => {
  const { code, out, err } = await run(...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
});
