import { elementSymbols } from "../../elements.js";
import { countIn, elementOfAnyCase, fieldsOf, type Lines, numberIn, quoted, reader } from "../../reader.js";
import type { AtomColumn, InfoValue, Structure } from "../../structure.js";
import { keyValueLine, keyValuesIn, truthOf } from "./keyValues.js";

/**
 * XYZ, plain and extended, of any number of frames. Plain: lengths in Å, the comment becomes `info.comment`. Extended:
 * `Lattice` (rows), `pbc` (all true where only a lattice is given), `Properties`; other keys become `info`, other
 * columns `arrays`.
 */
export const xyz = reader("xyz", {
  about: "XYZ and extended XYZ; many frames",
  source: "https://github.com/libAtoms/extxyz",
  extensions: [".xyz", ".extxyz"],
  async *read(lines) {
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      if (line.trim() !== "") yield await frame(lines, line);
    }
  },
  write(structure) {
    const { numbers, positions, cell, pbc, info, arrays = {} } = structure;
    const columns = Object.entries(arrays);
    const properties = columns.map(([name, column]) => `:${name}:${kindOf(column)}:${column.width}`).join("");
    const comment = keyValueLine({
      ...(cell && { Lattice: [...cell] }),
      Properties: `species:S:1:pos:R:3${properties}`,
      pbc,
      ...info,
    });
    const atoms = Array.from(numbers, (number, i) => {
      const rest = columns.map(([, { width, data }]) => data.slice(i * width, (i + 1) * width));
      return [elementSymbols[number], ...positions.subarray(3 * i, 3 * i + 3), ...rest.flatMap((row) => [...row])].join(
        " ",
      );
    });
    return `${numbers.length}\n${comment}\n${atoms.join("\n")}\n`;
  },
  sample: {
    numbers: Int32Array.of(8, 1, 1),
    positions: Float64Array.of(0, 0, 0.119262, 0, 0.763239, -0.477047, 0.1 + 0.2, -0.763239, -1e-17),
    cell: Float64Array.of(8, 0, 0, -1 / 3, 9, 0, 0.5, 0.5, -10),
    pbc: [true, false, true],
    info: {
      energy: -14.2,
      name: 'a "b" = c\\d',
      word: "12",
      flag: false,
      numbers: [1, 2.5e-7],
      one: [3],
      words: ["x y", "z"],
    },
    arrays: {
      forces: { width: 3, data: Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 1e-9) },
      tag: { width: 1, data: Int32Array.of(0, 1, -2) },
      label: { width: 1, data: ["O1", "H1", "H2"] },
    },
  },
});

const kindOf = ({ data }: AtomColumn) => (data instanceof Float64Array ? "R" : data instanceof Int32Array ? "I" : "S");

interface Property {
  readonly name: string;
  readonly kind: string;
  readonly width: number;
}

const plain: readonly Property[] = [
  { name: "species", kind: "S", width: 1 },
  { name: "pos", kind: "R", width: 3 },
];

async function frame(lines: Lines, first: string): Promise<Structure> {
  const start = lines.line();
  const count = countIn(first.trim());
  if (count === undefined || count === 0) {
    const hint = start > 1 ? "is the count of the frame before too small?" : undefined;
    throw lines.error("the number of atoms", quoted(first), hint);
  }
  const comment = await lines.next();
  if (comment === undefined) throw lines.error(`a comment and ${count} atoms`, undefined);
  const isExtended = /(^|\s)(Lattice|Properties)\s*=/i.test(comment);
  const values = comment.includes("=") ? keyValuesIn(comment) : undefined;
  if (isExtended && !values)
    throw lines.error("key=value pairs", quoted(comment), "is a quote or a bracket not closed?");
  const head = header(lines, values ?? {});
  const rows = await lines.take(count);
  if (rows.length < count) {
    const hint = `the frame that begins at line ${start} is cut off`;
    throw lines.error(`atom ${rows.length + 1} of ${count}`, undefined, hint, lines.line() + 1);
  }
  const { properties, ...rest } = head;
  const atoms = atomsOf(lines, rows, start + 2, properties ?? plain, properties !== undefined);
  const info: Record<string, InfoValue> = values ? rest.info : comment.trim() === "" ? {} : { comment: comment.trim() };
  return { ...rest, ...atoms, info };
}

/** What the comment's keys say of cell, periodicity and columns; the other keys. */
function header(lines: Lines, values: Readonly<Record<string, InfoValue>>) {
  const of = (name: string) => Object.entries(values).find(([key]) => key.toLowerCase() === name)?.[1];
  const info = Object.fromEntries(Object.entries(values).filter(([key]) => !/^(lattice|properties|pbc)$/i.test(key)));
  const [lattice, pbc, columns] = [of("lattice"), of("pbc"), of("properties")];
  if (lattice !== undefined && !(isNumbers(lattice) && lattice.length === 9)) {
    throw lines.error("Lattice to be 9 numbers", quoted(String(lattice)));
  }
  const cell = isNumbers(lattice) && lattice.some((x) => x !== 0) ? Float64Array.from(lattice) : undefined;
  const properties = columns === undefined ? undefined : propertiesOf(lines, String(columns));
  return { ...(cell && { cell }), pbc: periodicity(lines, pbc, cell !== undefined), properties, info };
}

const isNumbers = (value: InfoValue | undefined): value is readonly number[] =>
  Array.isArray(value) && value.every((x) => typeof x === "number");

function periodicity(lines: Lines, value: InfoValue | undefined, hasCell: boolean): Structure["pbc"] {
  if (value === undefined) return [hasCell, hasCell, hasCell];
  const items: readonly (string | number | boolean)[] = Array.isArray(value) ? value : [value, value, value];
  const truths = items.map((item) =>
    item === 1 || item === true ? true : item === 0 || item === false ? false : undefined,
  );
  const [a, b, c] = truths;
  if (truths.length !== 3 || a === undefined || b === undefined || c === undefined) {
    throw lines.error('pbc to be three of T and F, as in pbc="T T F"', quoted(String(value)));
  }
  return [a, b, c];
}

function propertiesOf(lines: Lines, text: string): readonly Property[] {
  const parts = text.split(":");
  const fail = (got: string) => {
    return lines.error("Properties as name:kind:columns of kinds S, R, I and L, with species:S:1 and pos:R:3", got);
  };
  if (parts.length % 3 !== 0) throw fail(quoted(text)!);
  const properties = Array.from({ length: parts.length / 3 }, (_, i) => {
    const [name, kind, columns] = parts.slice(3 * i, 3 * i + 3) as [string, string, string]; // a multiple of 3
    const width = countIn(columns);
    if (name === "" || !/^[SRIL]$/.test(kind) || !width || width > 1e4)
      throw fail(quoted(`${name}:${kind}:${columns}`)!);
    return { name, kind, width };
  });
  const has = (name: string, kind: string, width: number) =>
    properties.some((each) => each.name === name && each.kind === kind && each.width === width);
  const names = properties.map(({ name }) => name);
  if (!has("pos", "R", 3) || !(has("species", "S", 1) || has("Z", "I", 1)) || new Set(names).size < names.length) {
    throw fail(quoted(text)!);
  }
  return properties;
}

/** Numbers, positions and other columns of the rows, of which the first is line `first`. */
function atomsOf(
  lines: Lines,
  rows: readonly string[],
  first: number,
  properties: readonly Property[],
  isExact: boolean,
) {
  const width = properties.reduce((sum, each) => sum + each.width, 0);
  const columns = properties.map(({ kind, width }) => blankColumn(kind, width * rows.length));
  rows.forEach((row, i) => {
    const fields = fieldsOf(row);
    if (fields.length < width || (isExact && fields.length > width)) {
      const names = properties.map((each) => `${each.name}(${each.width})`).join(" ");
      const hint = countIn(row.trim()) === undefined ? undefined : "is the frame's number of atoms too large?";
      throw lines.error(`${width} columns: ${names}`, quoted(row), hint, first + i);
    }
    let at = 0;
    properties.forEach((property, p) => {
      for (let k = 0; k < property.width; k++) {
        const value = parsed(property, fields[at]!);
        if (value === undefined)
          throw lines.error(expectation[property.kind]!(property.name), quoted(fields[at]), undefined, first + i);
        columns[p]![i * property.width + k] = value;
        at++;
      }
    });
  });
  return assembled(properties, columns, rows.length);
}

type Blank = Float64Array | Int32Array | (string | number)[];
const blankColumn = (kind: string, length: number): Blank =>
  kind === "R" ? new Float64Array(length) : kind === "S" ? [] : new Int32Array(length);

const expectation: Readonly<Record<string, (name: string) => string>> = {
  S: () => "an element",
  R: (name) => `a number in ${name}`,
  I: (name) => (name === "Z" ? "an atomic number" : `a whole number in ${name}`),
  L: (name) => `T or F in ${name}`,
};

function parsed({ name, kind }: Property, field: string): string | number | undefined {
  if (name === "species") return elementOfAnyCase(field) ?? atomicNumber(field);
  if (kind === "S") return field;
  if (kind === "R") return numberIn(field);
  if (kind === "L") return truthOf(field) === undefined ? undefined : Number(truthOf(field));
  if (name === "Z") return atomicNumber(field);
  return /^[+-]?\d{1,10}$/.test(field) && Number(field) === (Number(field) | 0) ? Number(field) : undefined;
}

function atomicNumber(field: string): number | undefined {
  const number = countIn(field);
  return number !== undefined && number > 0 && number < elementSymbols.length ? number : undefined;
}

function assembled(properties: readonly Property[], columns: readonly Blank[], atoms: number) {
  const column = (name: string) => columns[properties.findIndex((each) => each.name === name)];
  const own = column("species") ? "species" : "Z";
  const others = properties.flatMap(({ name, width }) => {
    return name === "pos" || name === own ? [] : [[name, { width, data: column(name)! } as AtomColumn] as const];
  });
  return {
    numbers: Int32Array.from(column(own) as ArrayLike<number>), // both kinds hold atomic numbers
    positions: column("pos") as Float64Array, // of kind R
    ...(others.length > 0 && atoms > 0 && { arrays: Object.fromEntries(others) }),
  };
}
