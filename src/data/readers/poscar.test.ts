import { expect, test } from "vitest";
import { allStructures } from "../readStructures.js";
import { cellVolume } from "../structure.js";

const read = async (lines: readonly string[]) => (await allStructures(lines.join("\n"), "POSCAR"))[0]!;
const cell = ["2 0 0", "0 2 0", "0 0 4"];

test("VASP 5: direct, scaled by one number", async () => {
  const { numbers, positions, info, pbc } = await read([
    "title",
    "1.5",
    ...cell,
    "Mg O",
    "1 2",
    "Direct",
    "0 0 0",
    "0.5 0.5 0.5 ! x",
    "1.25 0 0",
  ]);
  expect([...numbers]).toEqual([12, 8, 8]);
  expect([...positions]).toEqual([0, 0, 0, 1.5, 1.5, 3, 3.75, 0, 0]);
  expect({ info, pbc }).toEqual({ info: { comment: "title" }, pbc: [true, true, true] });
});

test("Cartesian coordinates are scaled as the cell is: by one number, by three, to a volume", async () => {
  const of = (scale: string) => read(["", scale, ...cell, "H", "1", "cartesian", "1 1 1"]);
  expect([...(await of("2")).positions]).toEqual([2, 2, 2]);
  expect([...(await of("1 2 3")).positions]).toEqual([1, 2, 3]);
  expect([...(await of("1 2 3")).cell!]).toEqual([2, 0, 0, 0, 4, 0, 0, 0, 12]);
  const { cell: scaled, positions } = await of("-128");
  expect(cellVolume(scaled!)).toBeCloseTo(128, 10);
  expect(positions[0]).toBeCloseTo(2, 12);
});

test("VASP 4: elements in the title, or behind the positions", async () => {
  expect([...(await read(["Na Cl", "1", ...cell, "1 1", "Direct", "0 0 0", ".5 .5 .5"])).numbers]).toEqual([11, 17]);
  expect([...(await read(["salt", "1", ...cell, "1 1", "Direct", "0 0 0 Na", ".5 .5 .5 Cl"])).numbers]).toEqual([
    11, 17,
  ]);
});

test("potentials' names, one element twice, selective dynamics, velocities", async () => {
  const lines = [
    "",
    "1",
    ...cell,
    "Fe_pv O/1234 Fe",
    "1 1 1",
    "Selective dynamics",
    "Direct",
    "0 0 0 T T F",
    ".1 0 0 F F F",
    ".2 0 0 .TRUE. .FALSE. T",
    "",
    "0 0 0",
  ];
  const { numbers, arrays } = await read(lines);
  expect([...numbers]).toEqual([26, 8, 26]);
  expect([...arrays!.selective!.data]).toEqual([1, 1, 0, 0, 0, 0, 1, 0, 1]);
});
