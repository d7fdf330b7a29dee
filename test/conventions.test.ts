// docs/conventions.md: each of its lines names a test that is there; and the lines on fields, which need the engine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evaluate } from "../src/engine/index.js";
import { constant } from "../src/engine/tensor.js";
import { field, fromFlat, toFlat } from "../src/nn/field.js";
import { root } from "./checkout.js";

const lines = readFileSync(join(root, "docs/conventions.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| | "))
  .map(
    (line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()) as [what: string, convention: string, named: string],
  );

test("there are conventions, each on one line of three cells", () => {
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.filter((line) => line.length !== 3 || line.some((cell) => cell === ""))).toEqual([]);
});

test.each(lines)("%s: %s", (_what, _convention, named) => {
  const [, path = "src/group/conventions.test.ts", title] = /^(?:`([\w./]+)` )?"(.+)"$/.exec(named) ?? [];
  expect(title, `a test's name in quotes, got ${named}`).toBeDefined();
  const code = readFileSync(join(root, path), "utf8");
  const tests = [...code.matchAll(/\btest\(\s*(["'`])(.+?)\1/g)].map(([, , name]) => name);
  expect(tests).toContain(title);
});

test("each test of src/group/conventions.test.ts is named by a line", () => {
  const code = readFileSync(join(root, "src/group/conventions.test.ts"), "utf8");
  const titles = [...code.matchAll(/^test\("(.+?)"/gm)].map(([, title]) => title);
  expect(titles.filter((title) => !lines.some(([, , named]) => named === `"${title}"`))).toEqual([]);
});

// Two vectors, (1, 2, 3) and (4, 5, 6).
test("a field holds [.., 2l + 1, multiplicity]", async () => {
  const { data } = await evaluate(toFlat(field("O(3)", "2x1o", [constant([1, 4, 2, 5, 3, 6], [3, 2])])));
  expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(() => field("O(3)", "2x1o", [constant([1, 2, 3, 4, 5, 6], [2, 3])])).toThrow("[.., 3, 2]");
});

test("e3nn's flat vector is copy after copy", async () => {
  const flat = constant([9, 1, 2, 3, 4, 5, 6], [7]);
  const { parts } = fromFlat("O(3)", "0e + 2x1o", flat);
  expect((await evaluate(parts)).map(({ shape, data }) => [shape, [...data]])).toEqual([
    [[1, 1], [9]],
    [
      [3, 2],
      [1, 4, 2, 5, 3, 6],
    ],
  ]);
});
