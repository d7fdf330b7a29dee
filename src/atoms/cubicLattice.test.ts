import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Structure, timesMatrix } from "../data/structure.js";
import { supercell } from "../data/supercell.js";
import { cubicLattice } from "./cubicLattice.js";

const crystal = (cell: number[][], numbers: number[], fractions: number[][]): Structure => {
  const flat = Float64Array.from(cell.flat());
  const positions = timesMatrix(Float64Array.from(fractions.flat()), flat);
  return { numbers: Int32Array.from(numbers), positions, cell: flat, pbc: [true, true, true], info: {} };
};
const cube = (a: number) => [
  [a, 0, 0],
  [0, a, 0],
  [0, 0, a],
];
const fcc = (a: number) => [
  [0, a / 2, a / 2],
  [a / 2, 0, a / 2],
  [a / 2, a / 2, 0],
];
const bcc = (a: number) => [
  [-a / 2, a / 2, a / 2],
  [a / 2, -a / 2, a / 2],
  [a / 2, a / 2, -a / 2],
];
const origin = [0, 0, 0];
const faces = [origin, [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]];
const moved = (all: number[][], by: number[]) => all.map((each) => each.map((x, k) => x + by[k]!));

const crystals: [string, Structure, string, number][] = [
  ["primitive fcc", crystal(fcc(3.61), [29], [origin]), "face-centred", 3.61],
  ["conventional fcc", crystal(cube(3.61), [29, 29, 29, 29], faces), "face-centred", 3.61],
  ["primitive bcc", crystal(bcc(2.87), [26], [origin]), "body-centred", 2.87],
  ["conventional bcc", crystal(cube(2.87), [26, 26], [origin, [0.5, 0.5, 0.5]]), "body-centred", 2.87],
  ["simple cubic", crystal(cube(3.35), [84], [origin]), "primitive", 3.35],
  ["CsCl: the bcc sites, two elements", crystal(cube(4.12), [55, 17], [origin, [0.5, 0.5, 0.5]]), "primitive", 4.12],
  [
    "A15, where the rarer element alone would be bcc",
    crystal(
      cube(5.29),
      [50, 50, 41, 41, 41, 41, 41, 41],
      [
        ...[origin, [0.5, 0.5, 0.5], [0.25, 0, 0.5], [0.75, 0, 0.5]],
        ...[
          [0.5, 0.25, 0],
          [0.5, 0.75, 0],
          [0, 0.5, 0.25],
          [0, 0.5, 0.75],
        ],
      ],
    ),
    "primitive",
    5.29,
  ],
  [
    "NaTl, where the sites alone would be bcc",
    crystal(fcc(7.488), [11, 11, 81, 81], [origin, ...[0.25, 0.5, 0.75].map((x) => [x, x, x])]),
    "face-centred",
    7.488,
  ],
  [
    "diamond",
    crystal(cube(5.43), new Array(8).fill(14), [...faces, ...moved(faces, [0.25, 0.25, 0.25])]),
    "face-centred",
    5.43,
  ],
  [
    "rock salt",
    crystal(cube(5.64), [11, 11, 11, 11, 17, 17, 17, 17], [...faces, ...moved(faces, [0.5, 0.5, 0.5])]),
    "face-centred",
    5.64,
  ],
];

test.each(crystals)("%s", (_, structure, centring, a) => {
  const found = cubicLattice(structure);
  expect(found?.centring).toBe(centring);
  expect(found?.a).toBeCloseTo(a, 10);
});

test.each(crystals)("%s: any cell of the same crystal says the same", (_, structure, centring, a) =>
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }), fc.constantFrom(-1, 1)), {
        maxLength: 3,
      }),
      fc.boolean(),
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (counts, shears, isMirrored, shift) => {
        const several = supercell(structure, counts);
        const rows = [0, 1, 2].map((k) => several.cell!.slice(3 * k, 3 * k + 3));
        for (const [i, j, sign] of shears) if (i !== j) rows[i] = rows[i]!.map((x, k) => x + sign * rows[j]![k]!);
        if (isMirrored) rows.reverse();
        const cell = Float64Array.from(rows.flatMap((row) => [...row]));
        const found = cubicLattice({ ...several, cell, positions: several.positions.map((x, i) => x + shift[i % 3]!) });
        expect(found?.centring).toBe(centring);
        expect(found?.a).toBeCloseTo(a, 8);
      },
    ),
    { numRuns: 15 },
  ),
);

// biome-ignore format: a cell a row
const others: [string, Structure][] = [
  ["tetragonal", crystal([[4, 0, 0], [0, 4, 0], [0, 0, 4.05]], [22], [origin])],
  ["hexagonal", crystal([[3, 0, 0], [-1.5, 1.5 * Math.sqrt(3), 0], [0, 0, 5]], [30], [origin])],
  ["rhombohedral near fcc", crystal([[0.05, 2, 2], [2, 0.05, 2], [2, 2, 0.05]], [80], [origin])],
  ["tetragonal near bcc", crystal([[-1.5, 1.5, 1.55], [1.5, -1.5, 1.55], [1.5, 1.5, -1.55]], [49], [origin])],
  ["a tetragonal cell of fcc with an atom missing",
    crystal([[2, 2, 0], [2, -2, 0], [0, 0, 4]], [29, 29, 29], [origin, [0.5, 0.5, 0.5], [0.5, 0.25, 0]])],
  ["a slab", { ...crystal(cube(4), [29], [origin]), pbc: [true, true, false] }],
  ["a molecule", { numbers: Int32Array.of(1), positions: new Float64Array(3), pbc: [false, false, false], info: {} }],
];

describe("no cubic lattice", () => {
  test.each(others)("%s", (_, structure) => expect(cubicLattice(structure)).toBeUndefined());

  test("an atom off its site leaves the cell as the lattice, and rounding does not", () => {
    const [, conventional] = crystals[1]!;
    const off = (by: number) => ({
      ...conventional,
      positions: conventional.positions.map((x, i) => x + (i ? 0 : by)),
    });
    expect(cubicLattice(off(0.003))?.centring).toBe("face-centred");
    expect(cubicLattice(off(0.03))).toMatchObject({ centring: "primitive" });
  });

  test("but rounding to three digits in the file is forgiven", () => {
    // biome-ignore format: a cell a row
    const rounded = [[0, 1.805, 1.806], [1.804, 0, 1.805], [1.805, 1.805, 0]];
    expect(cubicLattice(crystal(rounded, [29], [origin]))?.a).toBeCloseTo(3.61, 2);
  });
});
