// Character tables against GAP's: test/golden/characters.txt by golden/characters.py.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import { type CharacterTable, characterTable, computedCharacterTable } from "./characterTable.js";
import { type Complex, complexMultiply, complexTrace } from "./complex.js";
import { finiteStructure } from "./conjugacy.js";
import type { Group } from "./group.js";
import { permutationGroup, symmetric } from "./groups/index.gen.js";
import { unitaryIrreps } from "./irrepsOfFinite.js";
import type { Matrix } from "./matrix.js";
import { symmetricCharacter } from "./murnaghanNakayama.js";
import { parseGroup } from "./parseGroup.js";
import { cycles } from "./permutations.js";

interface Golden {
  readonly name: string;
  readonly classes: readonly { readonly elementOrder: number; readonly size: number }[];
  readonly irreps: readonly (readonly Complex[])[];
  readonly indicators: readonly number[];
  readonly generators: readonly (readonly number[])[];
  readonly representatives: readonly (readonly number[])[];
}

const places = (word: string) => [...word].map((letter) => letter.charCodeAt(0) - 33);

/** "2" or a sum of terms c*k/n, for c e^{2πik/n}. */
function complexOf(text: string): Complex {
  if (!text.includes("*")) return { re: Number(text), im: 0 };
  const terms = text.split("+").map((term) => term.split(/[*/]/).map(Number) as [number, number, number]);
  const sum = (of: (angle: number) => number) => terms.reduce((s, [c, k, n]) => s + c * of((2 * Math.PI * k) / n), 0);
  return { re: sum(Math.cos), im: sum(Math.sin) };
}

function read(file: string): Golden[] {
  const text = readFileSync(new URL(`../../test/golden/${file}`, import.meta.url), "utf8");
  const blocks = text.trim().split("\n\n").slice(1);
  return blocks.map((block) => {
    const of: Record<string, string> = Object.fromEntries(
      block.split("\n").map((line) => [line.split(" ")[0], line.slice(line.indexOf(" ") + 1)]),
    );
    const words = (name: string) => (of[name] ?? "").split(" ").filter(Boolean);
    const values = words("values").map(complexOf);
    return {
      name: of.group!,
      classes: words("classes").map((one) => {
        const [elementOrder, size] = one.split(":").map(Number);
        return { elementOrder: elementOrder!, size: size! };
      }),
      irreps: words("irreps").map((word) => places(word).map((i) => values[i]!)),
      indicators: words("indicators").map(Number),
      generators: words("generators").map(places),
      representatives: words("representatives").map(places),
    };
  });
}

const indicatorOf = { real: 1, complex: 0, quaternionic: -1 } as const;
const isNear = (a: Complex, b: Complex) => Math.hypot(a.re - b.re, a.im - b.im) < 1e-12;

/** Each row of the one is a row of the other, with columns as given; the Frobenius–Schur indicators agree. */
function expectSame({ irreps }: CharacterTable, golden: Golden, column: readonly number[]) {
  const left = new Set(irreps);
  for (const [i, row] of golden.irreps.entries()) {
    const found = [...left].find(({ character }) => row.every((x, k) => isNear(x, character[column[k]!]!)));
    expect(found, `irrep ${i} of ${golden.name}`).toBeDefined();
    expect(indicatorOf[found!.type]).toBe(golden.indicators[i]);
    left.delete(found!);
  }
  expect(left.size).toBe(0);
}

const permutationTables = read("permutationCharacters.txt");

test("every group of order at most 60 that is not abelian is there", () => {
  const small = permutationTables.filter(({ name }) => /^\d+,\d+$/.test(name) && Number(name.split(",")[0]) <= 60);
  expect(small.length).toBe(permutationTables.length - 12);
  expect(small.length).toBe(210);
});

test.each(permutationTables.map((golden) => [golden.name, golden] as const))("permutations: %s", (_, golden) => {
  const group = permutationGroup(golden.generators as number[][], golden.generators[0]!.length);
  const table = characterTable(group);
  const { classOf, indexOf } = finiteStructure(group);
  const column = golden.representatives.map((representative) => classOf[indexOf(representative)]!);
  expect(new Set(column).size).toBe(column.length);
  expect(column.map((k) => table.classes[k]!).map(({ elementOrder, size }) => ({ elementOrder, size }))).toEqual(
    golden.classes,
  );
  expectSame(table, golden, column);
  expectIrreps(group as Group, table, group.order! <= 128 ? 3 : 1);
});

/** The matrices are a homomorphism, unitary, real where the type says so, and have the characters of the table. */
function expectIrreps(group: Group, { classes, irreps }: CharacterTable, pairs: number) {
  const all = unitaryIrreps(group);
  expect(all.map(({ name, degree, type }) => ({ name, degree, type }))).toEqual(
    irreps.map(({ name, degree, type }) => ({ name, degree, type })),
  );
  for (const [i, { degree, type, matrix }] of all.entries()) {
    if (group.order! > 128 && degree > 8) continue; // quick enough by the others
    for (let seed = 0; seed < pairs; seed++) {
      const [a, b] = [group.random(key(2 * seed)), group.random(key(2 * seed + 1))];
      const [x, y] = [matrix(group.multiply(a, b)), complexMultiply(matrix(a), matrix(b))];
      expect(distance(x.re, y.re) + distance(x.im, y.im)).toBeLessThan(1e-12);
      if (type === "real") expect(x.im.flat().every((value) => value === 0)).toBe(true);
    }
    for (const [k, { representative }] of classes.entries())
      expect(isNear(complexTrace(matrix(representative)), irreps[i]!.character[k]!)).toBe(true);
  }
}

const distance = (a: Matrix, b: Matrix) =>
  Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i]![j]!))));

const named = read("characters.txt");

describe("groups of the index", () => {
  test.each(named.map((golden) => [golden.name, golden] as const))("%s", (name, golden) => {
    const table = characterTable(parseGroup(name));
    const column = matchColumns(table, golden);
    expect(column, "an arrangement of the columns").toBeDefined();
    expect(column!.map((k) => table.classes[k]!).map(({ elementOrder, size }) => ({ elementOrder, size }))).toEqual(
      golden.classes,
    );
    expectSame(table, golden, column!);
  });

  test("all 32 point groups, C(n), D(n) and Q(n) of order at most 60, S(n) to 7", () => {
    const count = (form: RegExp) => named.filter(({ name }) => form.test(name)).length;
    expect([count(/^C\(\d+\)$/), count(/^D\(\d+\)$/), count(/^Q\(\d+\)$/), count(/^S\(\d\)$/)]).toEqual([
      60, 30, 14, 7,
    ]);
    expect(count(/^[-\dm/]+$/)).toBe(32);
  });
});

/** Columns of our table for GAP's: classes of equal order and size are told apart by refinement, then by trying. */
function matchColumns(table: CharacterTable, golden: Golden): number[] | undefined {
  const ours = table.irreps.map(({ character }) => character);
  const text = ({ re, im }: Complex) => `${(re + 0.5e-9).toFixed(8)},${(im + 0.5e-9).toFixed(8)}`;
  const [left, right] = [ours, golden.irreps].map((rows) => rows.map((row) => row.map(text)));
  const start = (classes: Golden["classes"]) => classes.map(({ elementOrder, size }) => `${elementOrder}:${size}`);
  return match(left!, right!, start(table.classes), start(golden.classes));
}

type Texts = readonly (readonly string[])[];

function match(a: Texts, b: Texts, x: readonly string[], y: readonly string[]): number[] | undefined {
  let [p, q] = [x, y];
  for (let count = 0; ; ) {
    [p, q] = renamed(refined(a, p), refined(b, q));
    if (String(p.toSorted()) !== String(q.toSorted())) return undefined;
    if (new Set(p).size === count) break;
    count = new Set(p).size;
  }
  const open = q.findIndex((colour) => q.filter((other) => other === colour).length > 1);
  if (open < 0) return q.map((colour) => p.indexOf(colour));
  for (const [k, colour] of p.entries()) {
    if (colour !== q[open]) continue;
    const found = match(a, b, p.with(k, "chosen"), q.with(open, "chosen"));
    if (found) return found;
  }
  return undefined;
}

/** The colours of columns, told apart by the rows, which are told apart by the columns. */
function refined(rows: Texts, colours: readonly string[]): string[] {
  const ofRows = rows.map((row) => String(row.map((value, k) => `${value}/${colours[k]}`).sort()));
  return colours.map((colour, k) => `${colour}|${rows.map((row, i) => `${row[k]}/${ofRows[i]}`).sort()}`);
}

/** The same short name for the same colour. */
function renamed(a: readonly string[], b: readonly string[]): [string[], string[]] {
  const names = new Map([...new Set([...a, ...b])].sort().map((colour, i) => [colour, String(i)]));
  return [a.map((colour) => names.get(colour)!), b.map((colour) => names.get(colour)!)];
}

test.each([1, 2, 3, 4, 5, 6, 7])("S(%i): Burnside and Dixon's table is Murnaghan and Nakayama's", (n) => {
  const { classes, irreps } = computedCharacterTable(symmetric(n));
  const known = characterTable(symmetric(n));
  const rows = known.irreps.map(({ name }) =>
    classes.map(({ representative }) => {
      const type = cycles(representative).map(({ length }) => length);
      return symmetricCharacter(
        JSON.parse(name),
        type.sort((a, b) => b - a),
      );
    }),
  );
  const computed = irreps.map(({ character }) => character.map(({ re, im }) => (im === 0 ? re : Number.NaN)));
  expect(computed.map(String).sort()).toEqual(rows.map(String).sort());
});
