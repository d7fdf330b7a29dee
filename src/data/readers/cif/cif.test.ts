import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { root } from "../../../../test/checkout.js";
import { allStructures } from "../../readStructures.js";
import { inverseCell, type Structure, timesMatrix } from "../../structure.js";

const folder = join(root, "test/golden/structures");
const minerals = readdirSync(folder)
  .filter((name) => name.startsWith("cod_"))
  .map((name) => ({ name, text: gunzipSync(readFileSync(join(folder, name))).toString() }));

/** Numbers and fractional coordinates, rounded to 1e-6, in order. */
function sites({ numbers, positions, cell }: Structure): string[] {
  const fractions = timesMatrix(positions, inverseCell(cell!));
  return Array.from(numbers, (number, i) => {
    const at = [...fractions.subarray(3 * i, 3 * i + 3)].map((x) => ((Math.round(x * 1e5) % 1e5) + 1e5) % 1e5);
    return [number, ...at].join();
  }).sort();
}

/** Without the listed operations: a loop of one column, its values on a line each. */
const unlisted = (text: string) =>
  text.replace(/^loop_\s*\n_(space_group_symop|symmetry_equiv_pos)\S*\s*\n(?!_)(.*,.*,.*\n)+/m, "");
const without = (text: string, tag: RegExp) =>
  text
    .split("\n")
    .filter((line) => !tag.test(line))
    .join("\n");

test.each(minerals)("$name: the group's Hall symbol says what its operations say", async ({ text }) => {
  const named = unlisted(text);
  expect(named.length).toBeLessThan(text.length);
  const [listed, found] = [await allStructures(text, "a.cif"), await allStructures(named, "a.cif")];
  expect(sites(found[0]!)).toEqual(sites(listed[0]!));
});

test.each(minerals)("$name: so does its Hermann–Mauguin symbol, where it names the origin", async ({ text }) => {
  const named = without(unlisted(text), /name_Hall/i);
  const [listed, found] = [await allStructures(text, "a.cif"), await allStructures(named, "a.cif")];
  const isOpen = String(found[0]!.info.warnings).includes("two origins");
  if (!isOpen) expect(sites(found[0]!)).toEqual(sites(listed[0]!));
});

const crystal = (group: string, atoms: string, cell = [4, 4, 4, 90, 90, 90]) => `data_a
${["length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"].map((name, i) => `_cell_${name} ${cell[i]}`).join("\n")}
${group}
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_occupancy
${atoms}
`;
const read = async (text: string) => (await allStructures(text, "a.cif"))[0]!;

describe("space groups by name", () => {
  const name = (symbol: string) => `_symmetry_space_group_name_H-M '${symbol}'`;
  test.each([
    [name("F m -3 m"), 4],
    [name("Fm3m"), 4],
    [name("I a -3 d"), 16],
    [name("P 1"), 1],
    [name("F d -3 m :2"), 16],
    [name("F d -3 m Z"), 16],
    [name("F d -3 m S"), 8],
    [name("R -3 m :R"), 1],
    [name("R -3 m"), 1],
    ["_space_group_IT_number 225", 4],
    ["_space_group_IT_number 1", 1],
    ["_symmetry_space_group_name_Hall '-F 4 2 3'", 4],
    ["_symmetry_space_group_name_H-M ?", 1],
    ["", 1],
  ])("%s", async (group, atoms) => {
    expect((await read(crystal(group, "Cu1 0 0 0 1"))).numbers).toHaveLength(atoms);
  });

  test("rhombohedral groups by the cell's axes", async () => {
    const hexagonal = await read(crystal(name("R -3 m"), "Bi 0 0 0 1", [4.5, 4.5, 11.8, 90, 90, 120]));
    expect(hexagonal.numbers).toHaveLength(3);
  });

  test("an open origin is said", async () => {
    const { info } = await read(crystal(name("F d -3 m"), "Si 0 0 0 1"));
    expect(info.warnings).toEqual(["Fd-3m has two origins, and the file names neither: origin choice 1 taken"]);
  });
});

test("labels, charges, deuterium, sites that share or miss", async () => {
  const atoms = ["Fe1A 0 0 0 0.7", "Ni1 0 0 0 0.3", "O2- 0.5 0.5 0.5 1", "D1 0.25(1) .25 1/4 1"];
  await expect(read(crystal("", atoms.join("\n")))).rejects.toThrow('expected a coordinate, got "1/4"');
  const { numbers, info } = await read(
    crystal("", [...atoms.slice(0, 3), "D1 0.25(1) .25 +2.5E-1 1", "H9 ? ? ? 1"].join("\n")),
  );
  expect([...numbers]).toEqual([26, 8, 1]);
  expect(info.warnings).toEqual([
    "2 of 4 sites are partly occupied, and taken as whole",
    "1 atoms left out that share another's site",
  ]);
});

test("a special position that decimals round is one atom", async () => {
  const group = "_symmetry_space_group_name_H-M 'P 63/m m c'";
  const { numbers } = await read(crystal(group, "Mg 0.333 0.667 0.25 1", [3.2, 3.2, 5.2, 90, 90, 120]));
  expect(numbers).toHaveLength(2);
});

test("texts, comments, quotes and several blocks", async () => {
  const text = `# comment\ndata_note\n_journal_title\n;\ndata_ loop_ 'not a quote\n;\n_author 'O'Neill # x'\n${crystal("", "Cu 0 0 0 1")}`;
  const frames = await allStructures(`${text}\n${crystal("", "Ag 0 0 0 1").replace("data_a", "DATA_b")}`, "a.cif");
  expect(frames.map(({ numbers }) => [...numbers])).toEqual([[29], [47]]);
  expect(frames.map(({ info }) => info.name)).toEqual(["a", "b"]);
});

test("mmCIF: Cartesian atoms, models, the first alternative", async () => {
  const text = `data_1ABC
_cell.length_a 10
_cell.length_b 20
_cell.length_c 30
_cell.angle_alpha 90
_cell.angle_beta 90
_cell.angle_gamma 90
_symmetry.space_group_name_H-M 'P 21 21 21'
loop_
_atom_site.group_PDB
_atom_site.type_symbol
_atom_site.label_atom_id
_atom_site.label_alt_id
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.pdbx_PDB_model_num
ATOM N N . 1.0 2.0 3.0 1
ATOM C CA A 2.0 2.0 3.0 1
ATOM C CA B 2.1 2.0 3.0 1
ATOM N N . 1.5 2.0 3.0 2
`;
  const frames = await allStructures(text, "a.cif");
  expect(frames.map(({ numbers }) => [...numbers])).toEqual([[7, 6], [7]]);
  expect([...frames[1]!.positions]).toEqual([1.5, 2, 3]);
  expect(frames[0]!.info.warnings).toEqual(["1 atoms at alternative places left out"]);
  expect([...frames[0]!.cell!]).toEqual([10, 0, 0, 0, 20, 0, 0, 0, 30]);
});
