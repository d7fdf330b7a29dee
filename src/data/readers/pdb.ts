import { elementOfAnyCase, type Lines, numberIn, quoted, reader } from "../reader.js";
import { cellOf, type Structure } from "../structure.js";

/**
 * PDB: the atoms written (the asymmetric unit, hydrogens where there are any), a frame a MODEL, the cell of CRYST1. Of
 * alternative places of an atom only the first one's letter is kept, and `info.warnings` says how many were left out.
 */
export const pdb = reader("pdb", {
  about: "Protein Data Bank, version 3; many models",
  source: "https://www.wwpdb.org/documentation/file-format-content/format33/v3.3.html",
  extensions: [".pdb", ".ent"],
  async *read(lines) {
    let cell: Float64Array | undefined;
    let model: Model | undefined;
    let isInModel = false;
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      const record = line.slice(0, 6).trimEnd();
      if (record === "CRYST1") cell = crystal(lines, line);
      else if (record === "MODEL") {
        if (isInModel) throw lines.error("ENDMDL before the next MODEL", quoted(line));
        if (model) yield structureOf(model, cell);
        [model, isInModel] = [undefined, true];
      } else if (record === "ATOM" || record === "HETATM") {
        model ??= { numbers: [], positions: [], places: new Map(), skipped: 0 };
        addAtom(lines, model, line);
      } else if (record === "ENDMDL") {
        if (!model) throw lines.error("atoms before ENDMDL", "none");
        yield structureOf(model, cell);
        [model, isInModel] = [undefined, false];
      } else if (record === "END") {
        isInModel = false;
        break;
      } else if (!/^[A-Z]{3,6}\d?$/.test(record) && line.trim() !== "" && !/^[#&]/.test(line)) {
        throw lines.error("a record of the PDB", quoted(line));
      }
    }
    if (isInModel) throw lines.error("ENDMDL", undefined, "the last model is cut off");
    if (model) yield structureOf(model, cell);
  },
});

interface Model {
  readonly numbers: number[];
  readonly positions: number[];
  /** The letter kept of each residue that has alternatives. */
  readonly places: Map<string, string>;
  skipped: number;
}

function structureOf({ numbers, positions, skipped }: Model, cell: Float64Array | undefined): Structure {
  const isPeriodic = cell !== undefined;
  return {
    numbers: Int32Array.from(numbers),
    positions: Float64Array.from(positions),
    ...(cell && { cell }),
    pbc: [isPeriodic, isPeriodic, isPeriodic],
    info: { ...(skipped > 0 && { warnings: [`${skipped} atoms at alternative places left out`] }) },
  };
}

/** The cell; the unit cube that stands for none is none. */
function crystal(lines: Lines, line: string): Float64Array | undefined {
  const columns = [6, 15, 24, 33, 40, 47, 54];
  const values = columns.slice(1).map((end, i) => numberIn(line.slice(columns[i], end).trim()));
  const [a, b, c, alpha, beta, gamma] = values;
  const isWhole = values.every((value) => value !== undefined);
  if (isWhole && a === b && b === c && (a === 1 || a === 0)) return undefined;
  const cell = isWhole ? cellOf([a!, b!, c!, alpha!, beta!, gamma!]) : undefined;
  if (!cell) throw lines.error("CRYST1 with the lengths and angles of a cell", quoted(line));
  return cell;
}

function addAtom(lines: Lines, model: Model, line: string): void {
  const [letter, residue] = [line.slice(16, 17), line.slice(17, 27)];
  if (letter.trim() !== "") {
    if (!model.places.has(residue)) model.places.set(residue, letter);
    if (model.places.get(residue) !== letter) {
      model.skipped++;
      return;
    }
  }
  const coordinates = [30, 38, 46].map((start) => numberIn(line.slice(start, start + 8).trim()));
  if (!coordinates.every((value) => value !== undefined)) {
    throw lines.error("x, y and z in columns 31 to 54", quoted(line.slice(30, 54)));
  }
  const number = elementIn(line);
  if (number === undefined) {
    const hint = "write the element in columns 77 and 78";
    throw lines.error("an element", quoted(line.slice(76, 78).trim() || line.slice(12, 16).trim()), hint);
  }
  model.numbers.push(number);
  model.positions.push(...coordinates);
}

/**
 * By columns 77 and 78, or else by the atom's name: its first letter in the residues of proteins and nucleic acids, where
 * CA is a carbon however it stands; elsewhere columns 13 and 14 hold the element, to the right.
 */
function elementIn(line: string): number | undefined {
  const given = line.slice(76, 78).trim();
  if (given !== "") return elementOfAnyCase(given);
  const letters = line.slice(12, 16).replace(/[\d'"*]/g, " ");
  const first = elementOfAnyCase(letters.trim().slice(0, 1));
  const isPolymer = line.startsWith("ATOM") && polymers.includes(line.slice(17, 20).trim());
  // A hydrogen's name of four letters begins in column 13: HG11.
  if (isPolymer || /^H[^\s\d]*\d+$/.test(line.slice(12, 16).trim())) return first;
  return elementOfAnyCase(letters.slice(0, 2).trim()) ?? first;
}

const polymers =
  "ALA ARG ASN ASP CYS GLN GLU GLY HIS HSD HSE HSP ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL A C G U I DA DC DG DT DU DI".split(
    " ",
  );
