import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lennardJones } from "../../test/lennardJones.js";
import { cellVolume, type Structure } from "../data/structure.js";
import { type CellFreedom, cellFreedom } from "./freedom.js";

const path = new URL("../../test/golden/atoms/relax.json", import.meta.url);
const { potential, relaxations } = JSON.parse(readFileSync(path, "utf8"));
const { start } = relaxations.find(({ name }: { name: string }) => name === "cell, fire");
const structure: Structure & { readonly cell: Float64Array } = {
  numbers: Int32Array.from(start.numbers),
  positions: Float64Array.from(start.positions),
  cell: Float64Array.from(start.cell),
  pbc: [true, true, true],
  info: {},
};
const exchanged = Float64Array.from([3, 4, 5, 0, 1, 2, 6, 7, 8], (i) => structure.cell[i]!);
const leftHanded = { ...structure, cell: exchanged };
const calculator = lennardJones(potential);
const numbers = (size: number, most: number) =>
  fc.array(fc.double({ min: -most, max: most, noNaN: true }), { minLength: size, maxLength: size });
const volumeOf = ({ cell }: Structure) => Math.abs(cellVolume(cell!));

/** Directions that the freedom allows for the logarithm of the deformation. */
const allowed: Record<CellFreedom, (direction: number[]) => number[]> = {
  full: (u) => u,
  isotropic: ([x]) => [0, 4, 8].reduce((all, i) => all.with(i, x!), new Array<number>(9).fill(0)),
  fixedVolume: (u) => u.map((x, i) => (i % 4 === 0 ? x - (u[0]! + u[4]! + u[8]!) / 3 : x)),
};

describe.each(Object.keys(allowed) as CellFreedom[])("%s", (what) => {
  test.each([
    ["right-handed", structure],
    ["left-handed", leftHanded],
  ])("forces are minus the derivative of the enthalpy: %s", (_, chosen) =>
    fc.assert(
      fc.asyncProperty(numbers(9, 0.1), numbers(9, 1), numbers(12, 0.1), numbers(12, 1), async (u, du, z, dz) => {
        const pressure = 0.03;
        const freedom = cellFreedom(chosen, new Int8Array(12).fill(1), what, pressure);
        const atoms = chosen.numbers.length;
        const scaled = (direction: number[]) => allowed[what](direction).map((x) => x * atoms);
        const at = (h: number) =>
          freedom.start.map((x, i) => x + [...z, ...scaled(u)][i]! + h * [...dz, ...scaled(du)][i]!);
        const enthalpy = async (h: number) => {
          const strained = freedom.structureAt(at(h));
          return (await calculator(strained)).energy + pressure * volumeOf(strained);
        };
        const forces = freedom.forcesAt(at(0), await calculator(freedom.structureAt(at(0))));
        const slope = forces.reduce((sum, f, i) => sum + f * [...dz, ...scaled(du)][i]!, 0);
        const h = 1e-4;
        const [a, b, c, d] = await Promise.all([-2 * h, -h, h, 2 * h].map(enthalpy));
        const numeric = -(a! - 8 * b! + 8 * c! - d!) / (12 * h);
        expect(Math.abs(slope - numeric) / (1 + Math.abs(slope))).toBeLessThan(1e-7);
      }),
      { numRuns: 20 },
    ),
  );
});

test("fixed volume is fixed to the last digits, and fixed components have no force", async () => {
  const moves = Int8Array.from({ length: 12 }, (_, i) => (i % 5 === 0 ? 0 : 1));
  const freedom = cellFreedom(structure, moves, "fixedVolume", 0);
  let x = freedom.start;
  for (let k = 0; k < 20; k++) {
    const forces = freedom.forcesAt(x, await calculator(freedom.structureAt(x)));
    moves.forEach((each, i) => {
      if (each === 0) expect(forces[i]).toBe(0);
    });
    x = x.map((each, i) => each + 0.01 * forces[i]!);
  }
  expect(Math.abs(volumeOf(freedom.structureAt(x)) / volumeOf(structure) - 1)).toBeLessThan(1e-13);
  expect(volumeOf(freedom.structureAt(x))).not.toBe(volumeOf(structure)); // the shape did change
});
