import { elementNumber } from "../elements.js";
import { countIn, fieldsOf, type Lines, numberIn, quoted, reader } from "../reader.js";
import type { InfoValue, Structure } from "../structure.js";

/**
 * MOL and SDF, V2000 and V3000: a molecule a frame, no cell. Data items become `info` (`> <name>`), the name
 * `info.title`, and the formal charges' sum `info.charge`. Bonds are passed over.
 */
export const sdf = reader("sdf", {
  about: "MDL's MOL and SDF, V2000 and V3000; many molecules",
  source: "Dassault Systèmes, CTfile Formats, 2020",
  extensions: [".sdf", ".sd", ".mol"],
  async *read(lines) {
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      if (line.trim() === "" && (await isOver(lines))) return;
      yield await molecule(lines, line.trim());
    }
  },
});

/** Whether only blank lines follow; otherwise the lines asked for are given back by looking no further than the header. */
async function isOver(lines: Lines): Promise<boolean> {
  const next = await lines.next();
  if (next === undefined) return true;
  lines.back();
  return false;
}

async function molecule(lines: Lines, title: string): Promise<Structure> {
  await lines.take(2);
  const counts = await lines.next();
  const version = counts === undefined ? undefined : /V[23]000\s*$/.exec(counts)?.[0].trim();
  if (version === undefined) {
    throw lines.error("the line of counts, which ends with V2000 or V3000", quoted(counts));
  }
  const block = version === "V2000" ? await v2000(lines, counts!) : await v3000(lines);
  const items = await dataItems(lines);
  const { charge, ...atoms } = block;
  return {
    ...atoms,
    pbc: [false, false, false],
    info: { ...(title !== "" && { title }), ...(charge !== 0 && { charge }), ...items },
  };
}

/** Columns of fixed width, by the line of counts `aaabbb…V2000`. */
async function v2000(lines: Lines, line: string) {
  const [atoms, bonds] = [countIn(line.slice(0, 3).trim()), countIn(line.slice(3, 6).trim())];
  if (!atoms || bonds === undefined) throw lines.error("the numbers of atoms and bonds", quoted(line));
  const start = lines.line() + 1;
  const rows = await lines.take(atoms);
  const out = blank(atoms);
  for (let i = 0; i < atoms; i++) {
    const row = rows[i];
    const columns = [0, 10, 20].map((from) => row?.slice(from, from + 10).trim());
    put(lines, out, i, columns, row?.slice(31, 34).trim(), row, start + i);
  }
  const links = await lines.take(bonds);
  const odd = links.findIndex((link) => countIn(link.slice(0, 3).trim()) === undefined);
  const at = odd < 0 ? links.length : odd;
  if (at < bonds) throw lines.error(`bond ${at + 1} of ${bonds}`, quoted(links[at]), undefined, start + atoms + at);
  let charge = 0;
  for (let property = await lines.next(); ; property = await lines.next()) {
    if (property === undefined || property.startsWith("$$$$")) throw lines.error('"M  END"', quoted(property));
    if (property.startsWith("M  END")) return { ...out, charge };
    if (property.startsWith("M  CHG")) charge += chargesIn(lines, property);
  }
}

/** `M  CHG  n  atom charge …` */
function chargesIn(lines: Lines, line: string): number {
  const charges = fieldsOf(line)
    .slice(3)
    .filter((_, i) => i % 2 === 1)
    .map(numberIn);
  return charges.reduce<number>((sum, value) => {
    if (value === undefined) throw lines.error("M  CHG with pairs of atom and charge", quoted(line));
    return sum + value;
  }, 0);
}

async function v3000(lines: Lines) {
  let out: ReturnType<typeof blank> | undefined;
  let [atoms, seen, charge, isInAtoms] = [0, 0, 0, false];
  for (let line = await lines.next(); ; line = await lines.next()) {
    if (line === undefined || line.startsWith("$$$$")) throw lines.error('"M  END"', quoted(line));
    if (line.startsWith("M  END")) break;
    const text = await continued(lines, line);
    const fields = fieldsOf(text);
    if (fields[0] === "COUNTS") {
      const count = countIn(fields[1]);
      if (!count || count > 1e7) throw lines.error("COUNTS with the number of atoms", quoted(text));
      [atoms, out] = [count, blank(count)];
    } else if (/^(BEGIN|END) ATOM\b/.test(text)) isInAtoms = fields[0] === "BEGIN";
    else if (isInAtoms) {
      if (!out || seen === atoms) throw lines.error(`${atoms} atoms, as COUNTS says`, quoted(line));
      put(lines, out, seen++, fields.slice(2, 5), fields[1], line, lines.line());
      const value = /\sCHG=(\S+)/.exec(text)?.[1];
      const own = value === undefined ? 0 : numberIn(value);
      if (own === undefined) throw lines.error("CHG= with a number", quoted(value));
      charge += own;
    }
  }
  if (!out || seen < atoms)
    throw lines.error(out ? `${atoms} atoms` : "COUNTS with the number of atoms", out ? `${seen}` : '"M  END"');
  return { ...out, charge };
}

/** The text after `M  V30`, with the lines that a hyphen at the end joins to it. */
async function continued(lines: Lines, line: string): Promise<string> {
  if (!line.startsWith("M  V30")) throw lines.error('a line that begins with "M  V30"', quoted(line));
  const text = line.slice(6).trim();
  if (!text.endsWith("-")) return text;
  const next = await lines.next();
  if (next === undefined) throw lines.error("the line that goes on after a hyphen", undefined);
  return text.slice(0, -1) + (await continued(lines, next));
}

const blank = (atoms: number) => ({ numbers: new Int32Array(atoms), positions: new Float64Array(3 * atoms) });

function put(
  lines: Lines,
  { numbers, positions }: ReturnType<typeof blank>,
  i: number,
  columns: readonly (string | undefined)[],
  symbol: string | undefined,
  row: string | undefined,
  line: number,
): void {
  const values = columns.map(numberIn);
  if (values.length < 3 || !values.every((value) => value !== undefined)) {
    throw lines.error(`atom ${i + 1} of ${numbers.length}: x, y, z, element`, quoted(row), undefined, line);
  }
  const number = symbol === undefined ? undefined : elementNumber(symbol);
  if (number === undefined) throw lines.error("an element", quoted(symbol), undefined, line);
  numbers[i] = number;
  positions.set(values, 3 * i);
}

/** Items `> <name>`, values until a blank line, up to `$$$$` or the end. */
async function dataItems(lines: Lines): Promise<Readonly<Record<string, InfoValue>>> {
  const items: [string, InfoValue][] = [];
  for (let line = await lines.next(); line !== undefined && !line.startsWith("$$$$"); line = await lines.next()) {
    const name = /^>.*<([^>]+)>/.exec(line)?.[1];
    if (line.trim() === "") continue;
    if (name === undefined) throw lines.error('a data item, "> <name>", or "$$$$"', quoted(line));
    const values: string[] = [];
    let value = await lines.next();
    for (; value !== undefined && value.trim() !== "" && !value.startsWith("$$$$"); value = await lines.next())
      values.push(value);
    const text = values.join("\n");
    items.push([name, numberIn(text.trim()) ?? text]);
    if (value?.startsWith("$$$$")) break;
  }
  return Object.fromEntries(items);
}
