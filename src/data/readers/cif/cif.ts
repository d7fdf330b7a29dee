import { elementNumber, elementSymbols } from "../../elements.js";
import { countIn, type Lines, numberIn, quoted, reader } from "../../reader.js";
import {
  type CellParameters,
  cellOf,
  cellParameters,
  cellVolume,
  inverseCell,
  type Structure,
  timesMatrix,
} from "../../structure.js";
import { unwritable } from "../../unwritable.js";
import { type FoundGroup, operationsNamed } from "./spaceGroup.js";
import { type Block, blocksOf, type Value } from "./star.js";
import { identity, imageOf, type Operation, operationIn } from "./symmetry.js";

/** Images of an atom closer than this, in Å, are one atom at a special position, as 0.333 rounds 1/3. */
const sameSite = 0.05;

/**
 * CIF: a frame each data block that has atoms, filled to the whole cell by the symmetry operations, a along x, b in the
 * plane of x and y. Where several atoms share a site, the one of highest occupancy stays; `info.warnings` says so, and
 * where sites are partly occupied. mmCIF's Cartesian atoms are read as they are, as in a PDB file. Written in P1, right-handed.
 */
export const cif = reader("cif", {
  about: "Crystallographic Information File, symmetry expanded; mmCIF's atoms",
  source: "https://www.iucr.org/resources/cif/spec/version1.1",
  extensions: [".cif", ".mmcif"],
  async *read(lines) {
    for await (const block of blocksOf(lines)) {
      if (block.tags.has("_atom_site_fract_x")) yield crystal(lines, block);
      else if (block.tags.has("_atom_site_cartn_x")) yield* models(lines, block);
    }
  },
  write(structure) {
    if (!structure.cell || !structure.pbc.every(Boolean)) return unwritable("CIF", structure);
    const { cell, order } = rightHanded(structure.cell);
    const names = ["length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"];
    const fractions = timesMatrix(structure.positions, inverseCell(structure.cell));
    const seen = new Map<string, number>();
    const atoms = Array.from(structure.numbers, (number, i) => {
      const symbol = elementSymbols[number]!;
      seen.set(symbol, (seen.get(symbol) ?? 0) + 1);
      return [symbol, `${symbol}${seen.get(symbol)}`, ...order.map((axis) => fractions[3 * i + axis]), 1].join(" ");
    });
    return `${[
      "data_structure",
      ...cellParameters(cell).map((value, i) => `_cell_${names[i]} ${value}`),
      "_space_group_name_H-M_alt 'P 1'",
      "_space_group_IT_number 1",
      "loop_",
      "_space_group_symop_operation_xyz",
      "'x, y, z'",
      "loop_",
      ...["type_symbol", "label", "fract_x", "fract_y", "fract_z", "occupancy"].map((name) => `_atom_site_${name}`),
      ...atoms,
    ].join("\n")}\n`;
  },
  sample: {
    numbers: Int32Array.of(12, 8, 8),
    positions: Float64Array.of(0.1, 0.2, 0.3, 2.1, 0, 0, -1, 2, 7.5),
    cell: Float64Array.of(4.2, 0, 0, -1.5, 4, 0, 0.3, 0.2, 5),
    pbc: [true, true, true],
    info: {},
  },
});

/** The same lattice with b and c exchanged where the cell is left-handed: lengths and angles cannot tell it from its mirror image. */
function rightHanded(cell: Float64Array): { readonly cell: Float64Array; readonly order: readonly number[] } {
  const order = cellVolume(cell) > 0 ? [0, 1, 2] : [0, 2, 1];
  return { cell: Float64Array.from({ length: 9 }, (_, i) => cell[3 * order[Math.floor(i / 3)]! + (i % 3)]!), order };
}

interface Site {
  readonly number: number;
  readonly fraction: readonly number[];
  readonly occupancy: number;
}

function crystal(lines: Lines, block: Block): Structure {
  const cell = cellIn(lines, block);
  const sites = sitesOf(lines, block);
  const { operations, warning } = operationsOf(lines, block, cell);
  const orbits = sites.map(({ fraction }) => orbitOf(fraction, operations, cell));
  const kept = sites.map((site, i) => {
    // A site of higher occupancy on the same orbit is another kind of the same atom, and more often there.
    if (site.occupancy >= 1) return true;
    return sites.every((other, j) => {
      const goesFirst = other.occupancy > site.occupancy || (other.occupancy === site.occupancy && j < i);
      return j === i || !goesFirst || !isOn(orbits[i]!, other, cell);
    });
  });
  const partial = sites.filter(({ occupancy }) => occupancy < 1).length;
  const warnings = [
    ...(warning ? [warning] : []),
    ...(partial > 0 ? [`${partial} of ${sites.length} sites are partly occupied, and taken as whole`] : []),
    ...(kept.includes(false)
      ? [`${kept.filter((keep) => !keep).length} atoms left out that share another's site`]
      : []),
  ];
  const atoms = sites.flatMap(({ number }, i) => (kept[i] ? orbits[i]!.map((fraction) => ({ number, fraction })) : []));
  return {
    numbers: Int32Array.from(atoms, ({ number }) => number),
    positions: timesMatrix(Float64Array.from(atoms.flatMap(({ fraction }) => fraction)), cell),
    cell,
    pbc: [true, true, true],
    info: { ...(block.name !== "" && { name: block.name }), ...(warnings.length > 0 && { warnings }) },
  };
}

/** The different images of a point. */
function orbitOf(fraction: readonly number[], operations: readonly Operation[], cell: Float64Array) {
  const orbit: (readonly number[])[] = [];
  for (const operation of operations) {
    const image = imageOf(operation, fraction);
    if (!orbit.some((other) => distance(image, other, cell) < sameSite)) orbit.push(image);
  }
  return orbit;
}

const isOn = (orbit: readonly (readonly number[])[], { fraction }: Site, cell: Float64Array) =>
  orbit.some((other) => distance(fraction, other, cell) < sameSite);

/** Å between the nearest images, right where that is far below the cell's size. */
function distance(a: readonly number[], b: readonly number[], cell: Float64Array): number {
  const [u, v, w] = [nearest(a[0]! - b[0]!), nearest(a[1]! - b[1]!), nearest(a[2]! - b[2]!)];
  const along = (axis: number) => u * cell[axis]! + v * cell[3 + axis]! + w * cell[6 + axis]!;
  return Math.hypot(along(0), along(1), along(2));
}

const nearest = (x: number) => x - Math.round(x);

const cellTags = ["length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"];

function cellIn(lines: Lines, { tags, line }: Block): Float64Array {
  const values = cellTags.map((name) => {
    const value = tags.get(`_cell_${name}`)?.[0];
    return { name, value, number: measured(value) };
  });
  for (const { name, value, number } of values) {
    if (number === undefined)
      throw lines.error(`_cell_${name}, a number`, quoted(value?.text) ?? "none", undefined, value?.line ?? line);
  }
  const parameters = values.map(({ number }) => number!) as unknown as CellParameters; // six tags
  const cell = cellOf(parameters);
  if (!cell)
    throw lines.error(
      "lengths and angles of a cell of a volume above 0",
      parameters.join(" "),
      undefined,
      values[0]!.value!.line,
    );
  return cell;
}

/** The number before its standard uncertainty: `4.9137(2)`. */
const measured = (value: Value | undefined) =>
  value?.known ? numberIn(value.text.replace(/\(\d*\)$/, "")) : undefined;

function sitesOf(lines: Lines, block: Block): readonly Site[] {
  const columns = ["x", "y", "z"].map((axis) => column(lines, block, `_atom_site_fract_${axis}`));
  const occupancies = block.tags.get("_atom_site_occupancy");
  return columns[0]!.flatMap((value, i) => {
    const triple = columns.map((values) => values[i]);
    if (triple.every((each) => each?.known === false)) return []; // an atom that was not located
    const fraction = triple.map((each) => coordinate(lines, each, value.line));
    return [{ number: elementAt(lines, block, i), fraction, occupancy: measured(occupancies?.[i]) ?? 1 }];
  });
}

function column(lines: Lines, { tags, line }: Block, name: string): readonly Value[] {
  const values = tags.get(name);
  if (!values) throw lines.error(name, "none", undefined, line);
  return values;
}

function coordinate(lines: Lines, value: Value | undefined, line: number): number {
  const number = measured(value);
  if (number === undefined)
    throw lines.error("a coordinate", quoted(value?.text) ?? "none", undefined, value?.line ?? line);
  return number;
}

/** By the type symbol, whose charge is dropped (`Fe3+`), or by the letters that the label begins with (`Fe1A`). */
function elementAt(lines: Lines, { tags, line }: Block, i: number): number {
  const value = [tags.get("_atom_site_type_symbol"), tags.get("_atom_site_label")]
    .map((values) => values?.[i])
    .find((each) => each?.known);
  const letters = /^[A-Za-z]+/.exec(value?.text ?? "")?.[0] ?? "";
  const found = symbolsIn(letters)
    .map(elementNumber)
    .find((number) => number !== undefined);
  if (found === undefined)
    throw lines.error("an element", quoted(value?.text) ?? "none", undefined, value?.line ?? line);
  return found;
}

/** `FE` and `fe` as iron; of a label such as `CaX` its first two letters, or one. */
const symbolsIn = (letters: string) =>
  [letters, letters.slice(0, 2), letters.slice(0, 1)].map(
    (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase(),
  );

const operationTags = ["_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"];
/** Hall symbol, Hermann–Mauguin symbol, number. */
const groupTags = [
  ["_space_group_name_hall", "_symmetry_space_group_name_hall"],
  ["_space_group_name_h-m_alt", "_symmetry_space_group_name_h-m", "_space_group_name_h-m_ref"],
  ["_space_group_it_number", "_symmetry_int_tables_number"],
];

/** The operations that the block lists, or those of the space group that it names; the identity alone where it names none. */
function operationsOf(lines: Lines, { tags }: Block, cell: Float64Array): FoundGroup {
  const listed = operationTags.map((tag) => tags.get(tag)).find((values) => values?.some(({ known }) => known));
  if (listed) {
    const operations = listed.map(({ text, line }) => {
      const operation = operationIn(text);
      if (!operation) throw lines.error("a symmetry operation such as x, y+1/2, -z", quoted(text), undefined, line);
      return operation;
    });
    return { operations };
  }
  const [hall, name, number] = groupTags.map((names) =>
    names.flatMap((tag) => tags.get(tag) ?? []).find(({ known }) => known),
  );
  const given = hall ?? name ?? number;
  if (!given) return { operations: [identity] };
  const isHexagonal = Math.abs(cellParameters(cell)[5] - 120) < 0.1;
  const found = operationsNamed({ hall: hall?.text, name: name?.text, number: countIn(number?.text), isHexagonal });
  if (found) return found;
  const hint = "list its operations as _space_group_symop_operation_xyz";
  throw lines.error("a space group", quoted(given.text), hint, given.line);
}

/** mmCIF: a frame a model, atoms of the first alternative only, no symmetry. */
function* models(lines: Lines, block: Block): Generator<Structure> {
  const columns = ["x", "y", "z"].map((axis) => column(lines, block, `_atom_site_cartn_${axis}`));
  const [model, letters] = ["_atom_site_pdbx_pdb_model_num", "_atom_site_label_alt_id"].map((tag) =>
    block.tags.get(tag),
  );
  const cell =
    block.tags.has("_cell_length_a") && measured(block.tags.get("_cell_length_a")?.[0]) !== 1
      ? cellIn(lines, block)
      : undefined;
  const rows = columns[0]!.map((_, i) => i);
  const first = letters?.find((letter) => letter.known)?.text;
  for (const name of new Set(rows.map((i) => model?.[i]?.text))) {
    const own = rows.filter((i) => model?.[i]?.text === name);
    const kept = own.filter((i) => !letters?.[i]?.known || letters[i]?.text === first);
    const skipped = own.length - kept.length;
    yield {
      numbers: Int32Array.from(kept, (i) => elementAt(lines, block, i)),
      positions: Float64Array.from(
        kept.flatMap((i) => columns.map((values) => coordinate(lines, values[i], values[i]!.line))),
      ),
      ...(cell && { cell }),
      pbc: [cell !== undefined, cell !== undefined, cell !== undefined],
      info: {
        ...(block.name !== "" && { name: block.name }),
        ...(skipped > 0 && { warnings: [`${skipped} atoms at alternative places left out`] }),
      },
    };
  }
}
