import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc, { array, assert, asyncProperty, constantFrom, integer, nat } from "fast-check";
import { describe, expect, test } from "vitest";
import { root } from "../../test/checkout.js";
import { InputError } from "../error.js";
import { linesOf, type TextSource } from "./reader.js";
import { readers } from "./readers/index.gen.js";
import { allStructures, readerOf, readStructures, writeStructure } from "./readStructures.js";
import { inverseCell, type Structure, timesMatrix } from "./structure.js";

const folder = join(root, "test/golden/structures");
const samples = readdirSync(folder)
  .filter((name) => name.endsWith(".gz") && !name.startsWith("readings"))
  .map((name) => ({ name: name.slice(0, -3), text: gunzipSync(readFileSync(join(folder, name))).toString() }))
  .filter(({ text }) => text.length < 30_000);
const rules = Object.entries(readers);
const written = Object.values(readers).filter((rule) => rule.write);

async function* pieces(text: Uint8Array, ends: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const end of [...ends, text.length].sort((a, b) => a - b)) {
    yield text.subarray(start, end);
    start = end;
  }
}

test.each(rules)("%s is named as its file", (name, rule) => {
  expect(rule.name).toBe(name);
  expect(rule.about).not.toBe("");
});

test("no ending belongs to two readers", () => {
  const endings = rules.flatMap(([, rule]) => rule.extensions);
  expect(new Set(endings).size).toBe(endings.length);
  expect(endings.filter((ending) => ending !== ending.toLowerCase() || !ending.startsWith("."))).toEqual([]);
});

test.each(rules)("%s: any cut into pieces reads alike, with either end of line", async (format) => {
  const own = samples.filter(({ name }) => readerOf(name).name === format);
  expect(own.length).toBeGreaterThan(0);
  await assert(
    asyncProperty(constantFrom(...own), array(nat(30_000), { maxLength: 12 }), async ({ name, text }, ends) => {
      const bytes = new TextEncoder().encode(`\ufeff${text.replaceAll("\r", "").replaceAll("\n", "\r\n")}`);
      const cuts = ends.map((end) => end % bytes.length);
      expect(await allStructures(pieces(bytes, cuts), name)).toEqual(await allStructures(text, name));
    }),
    { numRuns: 12 },
  );
});

test.each(rules)("%s: a damaged file is an InputError with file and line, or a structure", async (format) => {
  const own = samples.filter(({ name }) => readerOf(name).name === format);
  const damage = fc.tuple(
    constantFrom("cut", "drop", "double", "swap", "letter"),
    nat(2 ** 30),
    integer({ min: 32, max: 255 }),
  );
  let refused = 0;
  await assert(
    asyncProperty(
      constantFrom(...own),
      array(damage, { minLength: 1, maxLength: 3 }),
      async ({ name, text }, damages) => {
        const bad = damages.reduce((sum, [kind, at, code]) => damaged(sum, kind, at, code), text);
        try {
          for (const each of await allStructures(bad, name))
            expect(each.positions.length).toBe(3 * each.numbers.length);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.message).toMatch(/^[^:]+:\d+: expected .+, got .+\.( .+)?$/s);
          refused++;
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(refused).toBeGreaterThan(10);
});

function damaged(text: string, kind: string, at: number, code: number): string {
  if (kind === "cut") return text.slice(0, at % (text.length + 1));
  if (kind === "letter") {
    const i = at % (text.length + 1);
    return text.slice(0, i) + String.fromCharCode(code) + text.slice(i + 1);
  }
  const lines = text.split("\n");
  const i = at % lines.length;
  if (kind === "drop") lines.splice(i, 1);
  if (kind === "double") lines.splice(i, 0, lines[i]!);
  if (kind === "swap") [lines[0], lines[i]] = [lines[i]!, lines[0]!];
  return lines.join("\n");
}

describe.each(written)("$name, written", (rule) => {
  const file = `sample${rule.extensions[0]}`;
  const sample = rule.sample!;

  test("reads as what was written", async () => {
    const [back, ...more] = await allStructures(writeStructure(sample, file), file);
    expect(more).toEqual([]);
    expect([...back!.numbers].sort()).toEqual([...sample.numbers].sort());
    expect(distances(back!)).toEqual(distances(sample));
    if (rule.name === "cif") return; // lengths and angles keep no orientation
    expect(back).toEqual(sample);
  });

  test("the same again: a fixed point after the first time", async () => {
    const [once] = await allStructures(rule.write!(sample), file);
    const [twice] = await allStructures(rule.write!(once!), file);
    expect(distances(twice!)).toEqual(distances(once!));
  });
});

test("frames come one at a time", async () => {
  let asked = 0;
  async function* endless(): AsyncGenerator<string> {
    for (;;) {
      asked++;
      yield writeStructure(readers.xyz.sample!, "a.xyz");
    }
  }
  let frames = 0;
  for await (const frame of readStructures(endless(), "a.xyz")) {
    expect(frame).toEqual(readers.xyz.sample);
    if (++frames === 50) break;
  }
  expect(asked).toBeLessThan(55);
});

test("lines: asked for one by one, in blocks, given back", async () => {
  const source: TextSource = "a\r\nb\n\nd";
  const lines = linesOf(source, "f");
  expect(await lines.next()).toBe("a");
  lines.back();
  expect(lines.line()).toBe(0);
  expect(await lines.take(2)).toEqual(["a", "b"]);
  expect(lines.place()).toBe("f:2");
  expect(await lines.take(9)).toEqual(["", "d"]);
  expect(await lines.next()).toBeUndefined();
  expect(lines.line()).toBe(4);
});

test("letters of several bytes may be cut", async () => {
  const bytes = new TextEncoder().encode("1\nÅngström 位置 🧪\nH 0 0 0\n");
  const every = Array.from(bytes, (_, i) => i);
  const [frame] = await allStructures(pieces(bytes, every), "a.xyz");
  expect(frame!.info.comment).toBe("Ångström 位置 🧪");
});

/** Distances between atoms and between their nearest images, rounded to 1e-9 Å: what no orientation changes. */
function distances({ positions, cell }: Structure): readonly number[] {
  const fractions = timesMatrix(positions, inverseCell(cell!));
  const atoms = positions.length / 3;
  return Array.from({ length: atoms * atoms }, (_, at) => {
    const [i, j] = [Math.floor(at / atoms), at % atoms];
    const away = Float64Array.from([0, 1, 2], (k) => fractions[3 * j + k]! - fractions[3 * i + k]!);
    return Math.round(
      1e9 *
        Math.hypot(
          ...timesMatrix(
            away.map((x) => x - Math.round(x)),
            cell!,
          ),
        ),
    );
  });
}
