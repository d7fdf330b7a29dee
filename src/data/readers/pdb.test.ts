import { expect, test } from "vitest";
import { allStructures } from "../readStructures.js";

const atom = (name: string, residue: string, { element = "", letter = " ", record = "ATOM", x = 0 } = {}) =>
  `${record.padEnd(6)}    1 ${name}${letter}${residue.padStart(3)} A   1    ${x.toFixed(3).padStart(8)}   2.000   3.000  1.00  0.00          ${element.padStart(2)}`;
const read = (lines: readonly string[]) => allStructures(lines.join("\n"), "a.pdb");
const element = async (line: string) => (await read([line]))[0]!.numbers[0];

test.each([
  [" CA ", "ALA", "ATOM", 6],
  ["CA  ", "ALA", "ATOM", 6], // set to the left, as molecular dynamics writes it
  ["HG11", "VAL", "ATOM", 1],
  ["1HB ", "ALA", "ATOM", 1],
  [" O5'", "DA", "ATOM", 8],
  ["CA  ", "CA", "HETATM", 20],
  ["FE  ", "HEM", "HETATM", 26],
  [" NA ", "HEM", "HETATM", 7],
  ["HG  ", "HG", "HETATM", 80],
  ["HO21", "LIG", "HETATM", 1],
  ["CL1 ", "LIG", "HETATM", 17],
  [" C1 ", "LIG", "HETATM", 6],
])("an element by its name: %j of %s (%s)", async (name, residue, record, number) => {
  expect(await element(atom(name, residue, { record }))).toBe(number);
});

test("columns 77 and 78 go first, in either case", async () => {
  expect(await element(atom(" CA ", "ALA", { element: "N" }))).toBe(7);
  expect(await element(atom("ZN  ", "ZN", { element: "ZN" }))).toBe(30);
  expect(await element(atom(" X  ", "LIG", { element: "Zn" }))).toBe(30);
});

test("models are frames, with one cell; the unit cube is none", async () => {
  const model = (x: number) => ["MODEL        1", atom(" C1 ", "LIG", { x }), "ENDMDL"];
  const cell = "CRYST1   10.000   20.000   30.000  90.00  90.00 120.00 P 1           1";
  const frames = await read([cell, ...model(1), ...model(2), "END"]);
  expect(frames.map(({ positions }) => [...positions])).toEqual([
    [1, 2, 3],
    [2, 2, 3],
  ]);
  expect([...frames[1]!.cell!].map((x) => Number(x.toFixed(6)))).toEqual([10, 0, 0, -10, 17.320508, 0, 0, 0, 30]);
  expect(frames[1]!.pbc).toEqual([true, true, true]);
  const [free] = await read([
    "CRYST1    1.000    1.000    1.000  90.00  90.00  90.00 P 1           1",
    atom(" C1 ", "LIG"),
  ]);
  expect(free).toMatchObject({ pbc: [false, false, false] });
  expect(free!.cell).toBeUndefined();
});

test("of alternative places the first letter's stay", async () => {
  const lines = [atom(" N  ", "ALA"), atom(" CA ", "ALA", { letter: "B" }), atom(" CA ", "ALA", { letter: "C", x: 1 })];
  const [frame] = await read(lines);
  expect([...frame!.numbers]).toEqual([7, 6]);
  expect(frame!.info.warnings).toEqual(["1 atoms at alternative places left out"]);
});
