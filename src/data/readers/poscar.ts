import { elementNumber, elementSymbols } from "../elements.js";
import { countIn, fieldsOf, type Lines, numberIn, quoted, reader } from "../reader.js";
import { cellVolume, timesMatrix } from "../structure.js";
import { unwritable } from "../unwritable.js";

/**
 * POSCAR and CONTCAR of VASP 4 and 5: one structure, direct or Cartesian, scaled by one number, by three, or to a volume
 * (a negative number). Flags of selective dynamics become `arrays.selective`, 1 where a coordinate may move. What follows
 * the positions (velocities) is not read. Written Cartesian, so that coordinates keep every bit.
 */
export const poscar = reader("poscar", {
  about: "VASP's POSCAR and CONTCAR",
  source: "https://www.vasp.at/wiki/index.php/POSCAR",
  extensions: [".poscar", ".vasp", ".contcar"],
  names: ["POSCAR", "CONTCAR"],
  async *read(lines) {
    const title = await lines.next();
    if (title === undefined) return;
    const { cell, scales } = await lattice(lines);
    const { symbols, counts, next } = await species(lines, title);
    const isSelective = /^\s*s/i.test(next);
    const mode = isSelective ? await lines.next() : next;
    if (mode === undefined || mode.trim() === "") throw lines.error('"Direct" or "Cartesian"', quoted(mode));
    const atoms = await positionsOf(
      lines,
      counts.reduce((a, b) => a + b, 0),
      isSelective,
    );
    const isCartesian = /^\s*[ck]/i.test(mode);
    const positions = isCartesian ? atoms.rows.map((x, i) => x * scales[i % 3]!) : timesMatrix(atoms.rows, cell);
    const found =
      symbols.length > 0 ? symbols.flatMap((symbol, i) => new Array<string>(counts[i]!).fill(symbol)) : atoms.labels;
    const numbers = found.map((symbol) => elementNumber(symbol)!); // each is one: `species` and `positionsOf` looked
    if (numbers.length < atoms.rows.length / 3) {
      const hint = "VASP 4 names them nowhere else: write them above the counts";
      throw lines.error("the elements, in a line above the counts", quoted(title), hint, 1);
    }
    const comment = title.trim();
    yield {
      numbers: Int32Array.from(numbers),
      positions,
      cell,
      pbc: [true, true, true],
      info: { ...(comment !== "" && { comment }) },
      ...(isSelective && { arrays: { selective: { width: 3, data: atoms.flags } } }),
    };
  },
  write(structure) {
    const { numbers, positions, cell, pbc, info, arrays } = structure;
    if (!cell || !pbc.every(Boolean)) return unwritable("POSCAR", structure);
    const runs: { symbol: string; count: number }[] = [];
    for (const number of numbers) {
      const symbol = elementSymbols[number]!;
      const last = runs.at(-1);
      if (last?.symbol === symbol) last.count++;
      else runs.push({ symbol, count: 1 });
    }
    const row = (values: ArrayLike<number>, i: number) => `${values[3 * i]} ${values[3 * i + 1]} ${values[3 * i + 2]}`;
    const flags = arrays?.selective?.data;
    const flag = (i: number) => (flags ? ` ${[0, 1, 2].map((k) => (flags[3 * i + k] ? "T" : "F")).join(" ")}` : "");
    return `${[
      typeof info.comment === "string" ? info.comment.split("\n")[0] : runs.map(({ symbol }) => symbol).join(" "),
      "1.0",
      ...[0, 1, 2].map((i) => row(cell, i)),
      runs.map(({ symbol }) => symbol).join(" "),
      runs.map(({ count }) => count).join(" "),
      ...(flags ? ["Selective dynamics"] : []),
      "Cartesian",
      ...Array.from(numbers, (_, i) => row(positions, i) + flag(i)),
    ].join("\n")}\n`;
  },
  sample: {
    numbers: Int32Array.of(11, 11, 17, 11),
    positions: Float64Array.of(0, 0, 0, 0.1 + 0.2, 1 / 3, -2.8, 2.82, 1e-12, 0, 4, 5, 6),
    cell: Float64Array.of(5.64, 0, 0, 0.1, 5.64, 0, 0, 0.2, -5.64),
    pbc: [true, true, true],
    info: { comment: "rock salt, disturbed" },
    arrays: { selective: { width: 3, data: Int32Array.of(1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0) } },
  },
});

/** The cell, scaled, and the factors of x, y and z. */
async function lattice(lines: Lines) {
  const factor = await lines.next();
  const scales = factor === undefined ? [] : numbersIn(factor, [1, 3]);
  if (!scales || scales.length === 0 || scales.includes(0) || (scales.length === 3 && scales.some((x) => x < 0))) {
    throw lines.error("a scale: one number, not 0, or three above 0", quoted(factor));
  }
  const rows: number[] = [];
  for (let i = 1; i <= 3; i++) rows.push(...(await three(lines, `lattice vector ${i}: three numbers`)));
  const volume = Math.abs(cellVolume(Float64Array.from(rows)));
  if (volume === 0) throw lines.error("a cell of a volume above 0", "three vectors in one plane");
  const [x, y, z] = scales.length === 3 ? scales : scales[0]! > 0 ? [scales[0], scales[0], scales[0]] : [];
  const uniform = Math.cbrt(-scales[0]! / volume); // a negative scale is the volume
  const used = [x ?? uniform, y ?? uniform, z ?? uniform];
  return { cell: Float64Array.from(rows, (value, i) => value * used[i % 3]!), scales: used };
}

/** Symbols (none where VASP 4's file names none before the positions), counts, and the line that follows them. */
async function species(lines: Lines, title: string) {
  const first = await lines.next();
  if (first === undefined || first.trim() === "") throw lines.error("the elements or their counts", quoted(first));
  const isOld = /^\d/.test(first.trim());
  const symbols = isOld ? named(title) : fieldsOf(first).map(potential);
  const stranger = isOld ? -1 : symbols.findIndex((symbol) => elementNumber(symbol) === undefined);
  if (stranger >= 0) throw lines.error("elements", quoted(fieldsOf(first)[stranger]));
  const line = isOld ? first : await lines.next();
  const counts = line === undefined ? [] : fieldsOf(line.replace(/[!#].*/, "")).map(countIn);
  if (!counts.every((count) => count !== undefined && count <= 1e9) || counts.length === 0) {
    throw lines.error("the number of atoms of each element", quoted(line));
  }
  if (!isOld && counts.length !== symbols.length) {
    throw lines.error(`${symbols.length} counts, one for each of ${symbols.join(" ")}`, quoted(line));
  }
  const next = await lines.next();
  if (next === undefined || next.trim() === "") throw lines.error('"Direct" or "Cartesian"', quoted(next));
  return { symbols: symbols.length === counts.length ? symbols : [], counts: counts as number[], next };
}

/** The elements that VASP 4's first line names; none if a word of it is something else. */
function named(title: string): readonly string[] {
  const words = title.trim() === "" ? [] : fieldsOf(title);
  return words.every((word) => elementNumber(word) !== undefined) ? words : [];
}

/** `Fe_pv` and `Fe/0a1b2c` name a potential of Fe. */
const potential = (word: string) => word.split(/[_/]/)[0]!;

async function positionsOf(lines: Lines, count: number, isSelective: boolean) {
  const start = lines.line() + 1;
  const taken = await lines.take(count);
  if (taken.length < count)
    throw lines.error(`position ${taken.length + 1} of ${count}`, undefined, undefined, start + taken.length);
  if (count === 0) throw lines.error("at least one atom", "none");
  const [rows, flags, labels] = [new Float64Array(3 * count), new Int32Array(3 * count), [] as string[]];
  taken.forEach((line, i) => {
    const fields = fieldsOf(line);
    const values = fields.slice(0, 3).map(numberIn);
    const moves = fields.slice(3, 6).map((word) => /^\.?[tf]/i.test(word) && /^\.?t/i.test(word));
    if (values.length < 3 || !values.every((value) => value !== undefined)) {
      throw lines.error(`position ${i + 1} of ${count}: three numbers`, quoted(line), undefined, start + i);
    }
    if (isSelective && !(fields.length >= 6 && fields.slice(3, 6).every((word) => /^\.?[tf]/i.test(word)))) {
      throw lines.error("three numbers and three of T and F", quoted(line), undefined, start + i);
    }
    rows.set(values, 3 * i);
    if (isSelective) flags.set(moves.map(Number), 3 * i);
    const label = fields[isSelective ? 6 : 3];
    if (label !== undefined && elementNumber(potential(label)) !== undefined) labels.push(potential(label));
  });
  return { rows, flags, labels };
}

async function three(lines: Lines, expected: string): Promise<readonly number[]> {
  const line = await lines.next();
  const values = line === undefined ? undefined : numbersIn(line, [3]);
  if (!values) throw lines.error(expected, quoted(line));
  return values;
}

/** The numbers at the line's start, as many as the largest of `lengths` that fits. */
function numbersIn(line: string, lengths: readonly number[]): readonly number[] | undefined {
  const values = fieldsOf(line).map(numberIn);
  const end = values.indexOf(undefined);
  const found = (end < 0 ? values : values.slice(0, end)) as number[]; // up to the first that is none
  const length = lengths.filter((each) => each <= found.length).at(-1);
  return length === undefined ? undefined : found.slice(0, length);
}
