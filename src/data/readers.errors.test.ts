// What is no structure: file, text, and the message that a user gets.
import { expect, test } from "vitest";
import { InputError } from "../error.js";
import { allStructures, writeStructure } from "./readStructures.js";
import type { Structure } from "./structure.js";

const poscar = (lines: Partial<Record<number, string>> = {}, end = 10) => {
  const good = ["NaCl", "1.0", "5.6 0 0", "0 5.6 0", "0 0 5.6", "Na Cl", "1 1", "Direct", "0 0 0", "0.5 0.5 0.5"];
  return good
    .slice(0, end)
    .map((line, i) => lines[i + 1] ?? line)
    .join("\n");
};
const cif = (lines: Partial<Record<number, string>> = {}, end = 16) => {
  const good = [
    "data_quartz",
    "_cell_length_a 4.91",
    "_cell_length_b 4.91",
    "_cell_length_c 5.40(2)",
    "_cell_angle_alpha 90",
    "_cell_angle_beta 90",
    "_cell_angle_gamma 120",
    "loop_",
    "_space_group_symop_operation_xyz",
    "'x, y, z'",
    "loop_",
    "_atom_site_type_symbol",
    "_atom_site_fract_x",
    "_atom_site_fract_y",
    "_atom_site_fract_z",
    "Si 0.47 0 0.666",
  ];
  return good
    .slice(0, end)
    .map((line, i) => lines[i + 1] ?? line)
    .join("\n");
};
const atom = (name: string, x: string, element: string) =>
  `ATOM      1 ${name} LIG A   1    ${x.padStart(8)}${"0.000".padStart(8)}${"0.000".padStart(8)}  1.00  0.00          ${element.padStart(2)}`;
const mol = (lines: Partial<Record<number, string>> = {}, end = 8) => {
  const good = [
    "water",
    "  program",
    "",
    "  2  1  0  0  0  0  0  0  0  0999 V2000",
    "    0.0000    0.0000    0.0000 O   0  0",
    "    0.9600    0.0000    0.0000 H   0  0",
    "  1  2  1  0",
    "M  END",
  ];
  return good
    .slice(0, end)
    .map((line, i) => lines[i + 1] ?? line)
    .join("\n");
};
const v3000 = (lines: Partial<Record<number, string>> = {}, end = 9) => {
  const good = [
    "",
    "",
    "",
    "  0  0  0     0  0            999 V3000",
    "M  V30 BEGIN CTAB",
    "M  V30 COUNTS 1 0 0 0 0",
    "M  V30 BEGIN ATOM",
    "M  V30 1 C 0 0 0 0",
    "M  END",
  ];
  return good
    .slice(0, end)
    .map((line, i) => lines[i + 1] ?? line)
    .join("\n");
};
const lattice = 'Lattice="5 0 0 0 5 0 0 0 5"';
const properties = "Properties=species:S:1:pos:R:3";

test.each([
  ["a.xyz", "", "a.xyz:1: expected a structure, got an empty file."],
  ["a.xyz", "\n\n", "a.xyz:1: expected a structure, got none."],
  ["a.xyz", "\u0000\u0001PNG", 'a.xyz:1: expected the number of atoms, got "\\u0000\\u0001PNG".'],
  ["a.xyz", "0\n\n", 'a.xyz:1: expected the number of atoms, got "0".'],
  ["a.xyz", "-1\n\nH 0 0 0", 'a.xyz:1: expected the number of atoms, got "-1".'],
  ["a.xyz", "1.5\n\nH 0 0 0", 'a.xyz:1: expected the number of atoms, got "1.5".'],
  ["a.xyz", "1", "a.xyz:1: expected a comment and 1 atoms, got the end of the file."],
  [
    "a.xyz",
    "3\n\nH 0 0 0\nH 0 0 1",
    "a.xyz:5: expected atom 3 of 3, got the end of the file. The frame that begins at line 1 is cut off",
  ],
  [
    "a.xyz",
    "1\n\nH 0 0 0\nH 0 0 1",
    'a.xyz:4: expected the number of atoms, got "H 0 0 1". Is the count of the frame before too small?',
  ],
  [
    "a.xyz",
    "2\n\nH 0 0 0\n1\n\nH 0 0 0",
    'a.xyz:4: expected 4 columns: species(1) pos(3), got "1". Is the frame\'s number of atoms too large?',
  ],
  [
    "a.xyz",
    "1\n\nH 0 0 0\n2\n\nH 0 0 0",
    "a.xyz:7: expected atom 2 of 2, got the end of the file. The frame that begins at line 4 is cut off",
  ],
  ["a.xyz", "1\n\nQq 0 0 0", 'a.xyz:3: expected an element, got "Qq".'],
  ["a.xyz", "1\n\n0 0 0 0", 'a.xyz:3: expected an element, got "0".'],
  ["a.xyz", "1\n\n119 0 0 0", 'a.xyz:3: expected an element, got "119".'],
  ["a.xyz", "1\n\nH 0 nan 0", 'a.xyz:3: expected a number in pos, got "nan".'],
  ["a.xyz", "1\n\nH 0 Infinity 0", 'a.xyz:3: expected a number in pos, got "Infinity".'],
  ["a.xyz", "1\n\nH 0 1e999 0", 'a.xyz:3: expected a number in pos, got "1e999".'],
  ["a.xyz", "1\n\nH 0 0", 'a.xyz:3: expected 4 columns: species(1) pos(3), got "H 0 0".'],
  [
    "a.xyz",
    `1\nLattice="5 0 0 0 5 0 0 0" ${properties}\nH 0 0 0`,
    'a.xyz:2: expected Lattice to be 9 numbers, got "5,0,0,0,5,0,0,0".',
  ],
  ["a.xyz", `1\nLattice="5 0 0 0 5 0 0 0 x" ${properties}\nH 0 0 0`, "expected Lattice to be 9 numbers"],
  [
    "a.xyz",
    `1\nLattice="5 0 0 0 5 0 0 5 0" ${properties}\nH 0 0 0`,
    "a.xyz:3: expected a cell of a volume above 0, got 5 0 0, 0 5 0, 0 5 0.",
  ],
  ["a.xyz", `1\nLattice="5 0 0 ${properties}\nH 0 0 0`, "a.xyz:2: expected key=value pairs"],
  [
    "a.xyz",
    `1\npbc="T T" ${lattice}\nH 0 0 0`,
    'a.xyz:2: expected pbc to be three of T and F, as in pbc="T T F", got "true,true".',
  ],
  ["a.xyz", `1\npbc="T T T" ${properties}\nH 0 0 0`, "a.xyz:3: expected a cell, because pbc is true, got none."],
  ["a.xyz", `1\n${lattice} Properties=species:S:1\nH`, 'with species:S:1 and pos:R:3, got "species:S:1".'],
  ["a.xyz", `1\n${lattice} Properties=species:S:1:pos:R:2\nH 0 0`, 'got "species:S:1:pos:R:2".'],
  ["a.xyz", `1\n${lattice} Properties=species:S:1:pos:Q:3\nH 0 0 0`, 'got "pos:Q:3".'],
  ["a.xyz", `1\n${lattice} Properties=species:S:1:pos\nH 0 0 0`, 'got "species:S:1:pos".'],
  ["a.xyz", `1\n${properties}:forces:R:3\nH 0 0 0 1 2`, "a.xyz:3: expected 7 columns: species(1) pos(3) forces(3)"],
  ["a.xyz", `1\n${properties}\nH 0 0 0 1`, "a.xyz:3: expected 4 columns: species(1) pos(3)"],
  ["a.xyz", `1\n${properties}:tag:I:1\nH 0 0 0 0.5`, 'a.xyz:3: expected a whole number in tag, got "0.5".'],
  ["a.xyz", `1\n${properties}:fixed:L:1\nH 0 0 0 maybe`, 'a.xyz:3: expected T or F in fixed, got "maybe".'],
  ["a.xyz", "1\nProperties=Z:I:1:pos:R:3\n300 0 0 0", 'a.xyz:3: expected an atomic number, got "300".'],
  ["POSCAR", "", "POSCAR:1: expected a structure, got an empty file."],
  [
    "POSCAR",
    poscar({}, 1),
    "POSCAR:1: expected a scale: one number, not 0, or three above 0, got the end of the file.",
  ],
  ["POSCAR", poscar({ 2: "0.0" }), 'POSCAR:2: expected a scale: one number, not 0, or three above 0, got "0.0".'],
  ["POSCAR", poscar({ 3: "5.6 0" }), 'POSCAR:3: expected lattice vector 1: three numbers, got "5.6 0".'],
  ["POSCAR", poscar({ 4: "5.6 0 0" }), "POSCAR:5: expected a cell of a volume above 0"],
  ["POSCAR", poscar({ 6: "Na Xx" }), 'POSCAR:6: expected elements, got "Xx".'],
  ["POSCAR", poscar({ 6: "Na Cl K" }), 'POSCAR:7: expected 3 counts, one for each of Na Cl K, got "1 1".'],
  ["POSCAR", poscar({ 7: "1 one" }), 'POSCAR:7: expected the number of atoms of each element, got "1 one".'],
  ["POSCAR", poscar({ 7: "0 0" }), "POSCAR:8: expected at least one atom, got none."],
  ["POSCAR", poscar({ 9: "0 0 NaN" }), 'POSCAR:9: expected position 1 of 2: three numbers, got "0 0 NaN".'],
  ["POSCAR", poscar({}, 9), "POSCAR:10: expected position 2 of 2, got the end of the file."],
  ["POSCAR", poscar({}, 7), 'POSCAR:7: expected "Direct" or "Cartesian", got the end of the file.'],
  [
    "POSCAR",
    poscar({ 1: "rock salt", 6: "1 1", 7: "Direct", 8: "0 0 0" }),
    "POSCAR:1: expected the elements, in a line above the counts",
  ],
  [
    "POSCAR",
    poscar({ 8: "Selective\nDirect", 9: "0 0 0 T T" }),
    'POSCAR:10: expected three numbers and three of T and F, got "0 0 0 T T".',
  ],
  ["a.cif", "", "a.cif:1: expected a structure, got an empty file."],
  ["a.cif", "hello", 'a.cif:1: expected "data_" and the name of a block, got "hello".'],
  ["a.cif", "data_a\n_cell_length_a 3\n", "a.cif:1: expected a structure, got none."],
  ["a.cif", cif({ 3: "_cell_length_b ?" }), 'a.cif:3: expected _cell_length_b, a number, got "?".'],
  ["a.cif", cif({ 3: "" }), "a.cif:1: expected _cell_length_b, a number, got none."],
  [
    "a.cif",
    cif({ 2: "_cell_length_a -4" }),
    "a.cif:2: expected lengths and angles of a cell of a volume above 0, got -4 4.91 5.4 90 90 120.",
  ],
  ["a.cif", cif({ 7: "_cell_angle_gamma 180" }), "a.cif:2: expected lengths and angles of a cell of a volume above 0"],
  [
    "a.cif",
    cif({ 5: "_cell_angle_alpha 20", 6: "_cell_angle_beta 20" }),
    "a.cif:2: expected lengths and angles of a cell",
  ],
  ["a.cif", cif({ 10: "'x, y'" }), 'a.cif:10: expected a symmetry operation such as x, y+1/2, -z, got "x, y".'],
  ["a.cif", cif({ 10: "'x, x, z'" }), 'got "x, x, z".'],
  ["a.cif", cif({ 10: "'x, y, z+1/0'" }), 'got "x, y, z+1/0".'],
  ["a.cif", cif({ 10: "'x, y, z" }), 'a.cif:10: expected a closing quote, got "\'x, y, z".'],
  [
    "a.cif",
    cif({ 8: "_space_group_name_H-M_alt 'P 9 2 1'", 9: "", 10: "" }),
    'a.cif:8: expected a space group, got "P 9 2 1". List its operations as _space_group_symop_operation_xyz',
  ],
  ["a.cif", cif({ 16: "Xx 0.47 0 0.666" }), 'a.cif:16: expected an element, got "Xx".'],
  ["a.cif", cif({ 16: "Si 0.47 0 nan" }), 'a.cif:16: expected a coordinate, got "nan".'],
  [
    "a.cif",
    cif({ 16: "Si 0.47 0" }),
    "a.cif:16: expected rows of 4 values in the loop of line 11, got 3 values before the end of the file.",
  ],
  [
    "a.cif",
    cif({}, 15),
    "a.cif:15: expected rows of 4 values in the loop of line 11, got 0 values before the end of the file.",
  ],
  [
    "a.cif",
    cif({ 15: "" }),
    "a.cif:16: expected rows of 3 values in the loop of line 11, got 4 values before the end of the file.",
  ],
  [
    "a.cif",
    cif({ 8: "_note\n;\nno end" }),
    'expected ";" at the end of the text, got the end of the file. It begins at line 9',
  ],
  [
    "a.cif",
    cif({ 2: "_cell_length_a 4.9 1" }),
    'a.cif:2: expected a tag, which begins with _, or loop_, got "1". Is a text of several words not quoted?',
  ],
  ["a.pdb", "", "a.pdb:1: expected a structure, got an empty file."],
  ["a.pdb", "REMARK nothing\nEND", "a.pdb:1: expected a structure, got none."],
  [
    "a.pdb",
    atom(" C1 ", "abc", "C"),
    'a.pdb:1: expected x, y and z in columns 31 to 54, got "     abc   0.000   0.000".',
  ],
  ["a.pdb", atom(" C1 ", "0.000", "C").slice(0, 45), "a.pdb:1: expected x, y and z in columns 31 to 54"],
  ["a.pdb", atom(" C1 ", "nan", "C"), "a.pdb:1: expected x, y and z in columns 31 to 54"],
  [
    "a.pdb",
    atom(" C1 ", "0.000", "Xx"),
    'a.pdb:1: expected an element, got "Xx". Write the element in columns 77 and 78',
  ],
  [
    "a.pdb",
    atom(" Q1 ", "0.000", ""),
    'a.pdb:1: expected an element, got "Q1". Write the element in columns 77 and 78',
  ],
  [
    "a.pdb",
    `MODEL        1\n${atom(" C1 ", "0.000", "C")}`,
    "a.pdb:2: expected ENDMDL, got the end of the file. The last model is cut off",
  ],
  ["a.pdb", "MODEL        1\nENDMDL", "a.pdb:2: expected atoms before ENDMDL, got none."],
  [
    "a.pdb",
    "CRYST1   10.000   10.000    0.000  90.00  90.00  90.00 P 1",
    "a.pdb:1: expected CRYST1 with the lengths and angles of a cell",
  ],
  ["a.pdb", "CRYST1   10.000", "a.pdb:1: expected CRYST1 with the lengths and angles of a cell"],
  ["a.pdb", "5\n\nH 0 0 0", 'a.pdb:1: expected a record of the PDB, got "5".'],
  ["a.sdf", "", "a.sdf:1: expected a structure, got an empty file."],
  [
    "a.mol",
    mol({}, 3),
    "a.mol:2: expected the line of counts, which ends with V2000 or V3000, got the end of the file.",
  ],
  [
    "a.mol",
    mol({ 4: "  2  1" }),
    'a.mol:4: expected the line of counts, which ends with V2000 or V3000, got "  2  1".',
  ],
  ["a.mol", mol({ 4: "  x  1  0  0  0  0  0  0  0  0999 V2000" }), "a.mol:4: expected the numbers of atoms and bonds"],
  [
    "a.mol",
    mol({ 4: "  3  1  0  0  0  0  0  0  0  0999 V2000" }),
    'a.mol:7: expected atom 3 of 3: x, y, z, element, got "  1  2  1  0".',
  ],
  ["a.mol", mol({ 4: "  1  1  0  0  0  0  0  0  0  0999 V2000" }), "a.mol:6: expected bond 1 of 1"],
  ["a.mol", mol({ 5: "    0.0000    0.0000    0.0000 R#  0  0" }), 'a.mol:5: expected an element, got "R#".'],
  ["a.mol", mol({ 5: "    0.0000       nan    0.0000 O   0  0" }), "a.mol:5: expected atom 1 of 2: x, y, z, element"],
  ["a.mol", mol({}, 5), "a.mol:6: expected atom 2 of 2: x, y, z, element, got the end of the file."],
  ["a.mol", mol({}, 7), 'a.mol:7: expected "M  END", got the end of the file.'],
  ["a.mol", `${mol()}\nnonsense`, 'a.mol:9: expected a data item, "> <name>", or "$$$$", got "nonsense".'],
  [
    "a.mol",
    v3000({ 6: "M  V30 COUNTS none" }),
    'a.mol:6: expected COUNTS with the number of atoms, got "COUNTS none".',
  ],
  ["a.mol", v3000({ 6: "M  V30 COUNTS 2 0 0 0 0" }), "a.mol:9: expected 2 atoms, got 1."],
  ["a.mol", v3000({ 8: "M  V30 1 C 0 x 0 0" }), "a.mol:8: expected atom 1 of 1: x, y, z, element"],
  [
    "a.mol",
    v3000({ 8: "M  V30 1 C 0 0 0 -" }, 8),
    "a.mol:8: expected the line that goes on after a hyphen, got the end of the file.",
  ],
  ["a.mol", v3000({}, 8), 'a.mol:8: expected "M  END", got the end of the file.'],
  ["a.gro", "x", "a.gro: expected a name with one of .cif"],
] as const)("%s %j", async (file, text, message) => {
  const error = await allStructures(text, file).then(
    () => expect.fail("it was read"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toContain(message);
});

const molecule: Structure = {
  numbers: Int32Array.of(1),
  positions: new Float64Array(3),
  pbc: [false, false, false],
  info: {},
};
const slab: Structure = { ...molecule, cell: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 9), pbc: [true, true, false] };

test.each([
  ["a.cif", molecule, "write CIF: expected a cell that repeats along all three vectors, got no cell."],
  ["POSCAR", slab, "write POSCAR: expected a cell that repeats along all three vectors, got pbc T T F."],
  ["a.pdb", molecule, "a.pdb: expected a format that is written: cif, poscar, xyz, got pdb."],
  ["a.xyz", { ...molecule, numbers: Int32Array.of(200) }, "write xyz: expected atomic numbers from 1 to 118, got 200."],
  ["a.xyz", { ...molecule, positions: new Float64Array(4) }, "write xyz: expected 3 coordinates of 1 atoms, got 4."],
  ["a.xyz", { ...molecule, arrays: { q: { width: 1, data: new Float64Array(2) } } }, "expected 1 values of q, got 2."],
])("written as %s", (file, structure, message) => {
  expect(() => writeStructure(structure, file)).toThrow(message);
});
