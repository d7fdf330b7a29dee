import { expect, test } from "vitest";
import { allStructures, writeStructure } from "../../readStructures.js";
import type { InfoValue, Structure } from "../../structure.js";
import { keyValueLine, keyValuesIn } from "./keyValues.js";

const read = async (text: string) => (await allStructures(text, "a.xyz"))[0]!;

test.each<[string, Readonly<Record<string, InfoValue>> | undefined]>([
  ["a=1 b=-2.5e-3 c=x", { a: 1, b: -0.0025, c: "x" }],
  ["flag other=F third=True", { flag: true, other: false, third: true }],
  ['a="1 2 3" b="T F" c="x y" d="7"', { a: [1, 2, 3], b: [true, false], c: "x y", d: "7" }],
  ["a=[1, 2] b={3 4} c=[[1, 0], [0, 1]] d=[x, y]", { a: [1, 2], b: [3, 4], c: [1, 0, 0, 1], d: ["x", "y"] }],
  ['text="he said \\"no\\"\\n\\\\" \'\'', undefined],
  ['text="he said \\"no\\"\\n\\\\"', { text: 'he said "no"\n\\' }],
  ["a = 1 b= 2", { a: 1, b: 2 }],
  ['"a key"=1', { "a key": 1 }],
  ["'quoted prose' comes", undefined],
  ['open="1 2', undefined],
  ["", {}],
])("%j", (line, values) => expect(keyValuesIn(line)).toEqual(values));

test("what is written reads as itself", () => {
  const values = {
    "a b": "12",
    one: [1],
    texts: ["T", "x y", 'q"'],
    flags: [true, false],
    nothing: "",
    line: "a\nb\\",
    x: 1e-300,
  };
  expect(keyValuesIn(keyValueLine(values))).toEqual(values);
});

test("plain: comment, atomic numbers, capitals, further columns, Fortran's numbers, blank lines", async () => {
  const frames = await allStructures(
    "2\nwater, partly\nO 0 0 0 0.1 x\n1 1.0D0 -.5 +2.\n\n\n1\n\nXE 1 2 3\n\n",
    "a.xyz",
  );
  expect(frames.map(({ numbers }) => [...numbers])).toEqual([[8, 1], [54]]);
  expect([...frames[0]!.positions]).toEqual([0, 0, 0, 1, -0.5, 2]);
  expect(frames[0]).toMatchObject({ info: { comment: "water, partly" }, pbc: [false, false, false] });
  expect(frames[0]!.cell).toBeUndefined();
});

test("a lattice repeats unless pbc says otherwise; one of zeros is none", async () => {
  const frame = (comment: string) => read(`1\n${comment}\nH 0 0 0`);
  expect((await frame('Lattice="1 2 3 0 5 6 0 0 9"')).pbc).toEqual([true, true, true]);
  expect([...(await frame('lattice="1 2 3 0 5 6 0 0 9"')).cell!]).toEqual([1, 2, 3, 0, 5, 6, 0, 0, 9]);
  expect((await frame('Lattice="1 2 3 0 5 6 0 0 9" pbc="T F F"')).pbc).toEqual([true, false, false]);
  expect((await frame('Lattice="5 0 0 0 5 0 0 0 0" pbc="1 1 0"')).pbc).toEqual([true, true, false]);
  expect((await frame('Lattice="0 0 0 0 0 0 0 0 0" pbc="F F F"')).cell).toBeUndefined();
});

test("columns in any order; the rest by atom", async () => {
  const frame = await read(
    "2\nProperties=id:I:1:pos:R:3:Z:I:1:fixed:L:1:kind:S:1:v:R:2 e=1\n7 0 0 0 8 T a 1 2\n9 0 0 1 1 F b 3 4",
  );
  expect([...frame.numbers]).toEqual([8, 1]);
  expect(frame.arrays).toEqual({
    id: { width: 1, data: Int32Array.of(7, 9) },
    fixed: { width: 1, data: Int32Array.of(1, 0) },
    kind: { width: 1, data: ["a", "b"] },
    v: { width: 2, data: Float64Array.of(1, 2, 3, 4) },
  });
  expect(frame.info).toEqual({ e: 1 });
});

test("a trajectory: frames one after another, each of its own size", async () => {
  const frames: Structure[] = [1, 3, 2].map((atoms, step) => ({
    numbers: new Int32Array(atoms).fill(6),
    positions: Float64Array.from({ length: 3 * atoms }, (_, i) => Math.sqrt(i + step)),
    pbc: [false, false, false],
    info: { step, timeFs: 0.1 * step },
  }));
  const text = frames.map((frame) => writeStructure(frame, "trajectory.extxyz")).join("");
  expect(await allStructures(text, "trajectory.extxyz")).toEqual(frames);
});
