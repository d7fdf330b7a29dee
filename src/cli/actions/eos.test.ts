// `equivar eos` by its command line, and its figure.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lennardJones } from "../../../test/lennardJones.js";
import { measuredEquationOfState } from "../equationOfState.js";
import { structureIn } from "../structuresIn.js";
import { typed } from "../testing.js";
import { eos } from "./eos.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-eos-"));
  writeFileSync(
    join(dir, "copper.vasp"),
    "Cu\n1\n3.61 0 0\n0 3.61 0\n0 0 3.61\nCu\n4\nDirect\n0 0 0\n0 .5 .5\n.5 0 .5\n.5 .5 0\n",
  );
  writeFileSync(join(dir, "metal.vasp"), "Cu\n1\n0 1.79 1.79\n1.79 0 1.79\n1.79 1.79 0\nCu\n1\nDirect\n0 0 0\n");
  writeFileSync(join(dir, "water.xyz"), "3\n\nO 0 0 0\nH 0 0.8 0.6\nH 0 -0.8 0.6\n");
  writeFileSync(join(dir, "slab.extxyz"), `2\nLattice="4 0 0 0 4 0 0 0 9" pbc="T T F"\nCu 0 0 0\nCu 2 2 1.8\n`);
});
afterEach(() => rmSync(dir, { recursive: true }));

const equivar = (...words: readonly string[]) => typed({ eos: eos as never }, ["eos", ...words]);

test("sevennet-0 on the conventional cell of copper gives what sevenn gives on the primitive one", async () => {
  const { code, out } = await equivar(join(dir, "copper.vasp"), "--json", "--out", join(dir, "runs"));
  expect(code).toBe(0);
  const result = JSON.parse(out);
  const { Cu } = JSON.parse(
    readFileSync(new URL("../../../test/golden/sevennet/sevennet-0-eos.json", import.meta.url), "utf8"),
  );
  expect(result).toMatchObject({ out: join(dir, "runs", "copper-eos.svg"), model: "sevennet-0", steps: 9 });
  expect(result).toMatchObject({ centring: "face-centred", units: { a0: "Å", bulkModulus: "GPa", energy: "eV" } });
  expect(Math.abs(result.a0 / Cu.a0 - 1)).toBeLessThan(1e-7);
  expect(Math.abs(result.bulkModulus / Cu.bulk_modulus_GPa - 1)).toBeLessThan(1e-5);
  expect(result.cell[0]).toBeCloseTo(result.a0, 10);
  expect(
    result.points.map(({ volume }: { volume: number }) => volume / 3.61 ** 3).map((x: number) => +x.toFixed(9)),
  ).toEqual([0.96, 0.97, 0.98, 0.99, 1, 1.01, 1.02, 1.03, 1.04]);
  const svg = readFileSync(result.out, "utf8");
  for (const text of ["volume (Å³)", "energy (eV)", "copper, sevennet-0: B = 142.87 GPa"])
    expect(svg).toContain(`>${text}<`);
});

const path = new URL("../../../test/golden/atoms/relax.json", import.meta.url);
const { potential } = JSON.parse(readFileSync(path, "utf8"));
const standard = { range: "0.96..1.04", points: 9, relax: false, fmax: 0.001, steps: 500 } as const;

test("atoms that do not come to rest are a claim that does not hold", async () => {
  writeFileSync(
    join(dir, "rattled.vasp"),
    "Cu\n1\n3.57 0 0\n0 3.57 0\n0 0 3.57\nCu\n4\nCartesian\n0.1 0 0\n0 1.785 1.785\n1.785 0 1.785\n1.785 1.785 0\n",
  );
  const structure = await structureIn(join(dir, "rattled.vasp"));
  const input = { ...standard, file: "rattled.vasp", relax: true, steps: 2, out: dir };
  const context = { signal: new AbortController().signal, now: () => 0, log: () => {} };
  const { result, holds } = await measuredEquationOfState(
    structure,
    input,
    async () => lennardJones(potential),
    context,
  );
  expect(holds).toBe(false);
  const text = eos.print(result, context);
  expect(text).toMatch(/^lennard-jones, 9 volumes from 43\.6793 to 47\.3193 Å³\n/);
  expect(text).toContain("a0 3.56");
  expect(text).toContain("NOT RELAXED: the atoms at 9 of the volumes");
});

const bad: [string, string[], RegExp][] = [
  ["no file", [], /expected FILE/],
  ["a file that is not there", ["none.cif"], /none.cif: expected a file that can be read/],
  ["a molecule", ["water.xyz"], /along all three vectors, got no cell/],
  ["a slab", ["slab.extxyz"], /along all three vectors, got pbc T T F/],
  ["4 points", ["metal.vasp", "--points", "4"], /--points: expected/],
  ["half a point", ["metal.vasp", "--points", "6.5"], /--points: expected/],
  ["a range in words", ["metal.vasp", "--range", "wide"], /--range: expected LOW..HIGH, as 0.96..1.04, got "wide"/],
  ["half a range", ["metal.vasp", "--range", "0.96"], /--range: expected LOW..HIGH/],
  ["a negative range", ["metal.vasp", "--range", "-1..1"], /--range: expected LOW..HIGH/],
  ["a range upside down", ["metal.vasp", "--range", "1.04..0.96"], /low < high < 10, got 1.04..0.96/],
  ["a range from nothing", ["metal.vasp", "--range", "0..1"], /0 < low/],
  ["a negative fmax", ["metal.vasp", "--relax", "--fmax", "-1"], /--fmax: expected/],
  ["an unknown precision", ["metal.vasp", "--precision", "f16"], /--precision: expected/],
  ["an unknown model", ["metal.vasp", "--model", "sevennet-9"], /sevennet-9/],
  ["a folder that is a file", ["metal.vasp", "--out", "water.xyz"], /--out: expected a folder that can be written/],
];
test.each(bad)("%s: exit 2, and nothing is written", async (_, words, message) => {
  const before = readdirSync(dir);
  const inside = words.map((word) => (/^[a-z]+\.[a-z]+$/.test(word) ? join(dir, word) : word));
  const { code, out, err } = await equivar("--out", join(dir, "runs"), ...inside);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(readdirSync(dir)).toEqual(before);
});

test("the model is opened once all else is known to fit", async () => {
  const structure = await structureIn(join(dir, "metal.vasp"));
  const context = { signal: new AbortController().signal, now: () => 0, log: () => {} };
  const start = (input: object, of = structure) =>
    measuredEquationOfState(
      of,
      { ...standard, file: "metal.vasp", out: dir, ...input },
      async () => Promise.reject(new Error("opened")),
      context,
    );
  await expect(start({ range: "1.04..0.96" })).rejects.toThrow(/low < high/);
  await expect(start({}, { ...structure, pbc: [true, false, true] })).rejects.toThrow(/got pbc T F T/);
  await expect(start({ out: join(dir, "water.xyz") })).rejects.toThrow(/--out/);
  await expect(start({})).rejects.toThrow("opened");
});

test("a range without a minimum writes nothing", async () => {
  const structure = await structureIn(join(dir, "metal.vasp"));
  const input = { ...standard, file: "metal.vasp", range: "1.1..1.2", out: join(dir, "runs") };
  const context = { signal: new AbortController().signal, now: () => 0, log: () => {} };
  const found = measuredEquationOfState(structure, input, async () => lennardJones(potential), context);
  await expect(found).rejects.toThrow(/a minimum within .* Å³, got one at .* Å³. A wider range of volumes, or a start/);
  expect(readdirSync(dir)).not.toContain("runs");
});
