// Files of published packages that nobody here wrote, against what ASE reads in them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { root } from "../../test/checkout.js";
import { elementMasses, elementSymbols } from "./elements.js";
import { allStructures } from "./readStructures.js";
import { inverseCell, type Structure, timesMatrix } from "./structure.js";

interface Reading {
  readonly numbers: readonly number[];
  readonly positions: readonly number[];
  readonly cell: readonly number[] | null;
  readonly pbc: Structure["pbc"];
}
const folder = join(root, "test/golden/structures");
const unpacked = (name: string) => gunzipSync(readFileSync(join(folder, `${name}.gz`))).toString();
const golden = JSON.parse(unpacked("readings.json")) as {
  readonly files: Readonly<Record<string, readonly Reading[]>>;
  readonly symbols: readonly string[];
  readonly masses: readonly number[];
};
/** Å; what ASE's reading is written to. */
const tolerance = 1e-8;

test("at least 30 files, each with a reading", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".gz") && name !== "readings.json.gz");
  expect(files.map((name) => name.slice(0, -3)).sort()).toEqual(Object.keys(golden.files).sort());
  expect(files.length).toBeGreaterThanOrEqual(30);
});

test.each(Object.entries(golden.files))("%s", async (name, readings) => {
  const frames = await allStructures(unpacked(name), name);
  expect(frames).toHaveLength(readings.length);
  frames.forEach((frame, i) => {
    const reading = readings[i]!;
    expect(frame.pbc).toEqual(reading.pbc);
    expect(frame.numbers).toHaveLength(reading.numbers.length);
    expect(frame.cell === undefined).toBe(reading.cell === null);
    frame.cell?.forEach((x, k) => {
      expect(Math.abs(x - reading.cell![k]!)).toBeLessThan(tolerance);
    });
    if (name.endsWith(".cif")) expectSameCrystal(frame, reading);
    else {
      expect([...frame.numbers]).toEqual(reading.numbers);
      expect(Math.max(...frame.positions.map((x, k) => Math.abs(x - reading.positions[k]!)))).toBeLessThan(tolerance);
    }
  });
});

/** Atoms in whatever order, up to whole cell vectors; each of ASE's has one of ours. */
function expectSameCrystal(frame: Structure, { numbers, positions }: Reading): void {
  const inverse = inverseCell(frame.cell!);
  const ours = timesMatrix(frame.positions, inverse);
  const left = new Set(frame.numbers.keys());
  const theirs = timesMatrix(Float64Array.from(positions), inverse);
  numbers.forEach((number, i) => {
    const found = [...left].find((j) => {
      const away = Float64Array.from([0, 1, 2], (k) => theirs[3 * i + k]! - ours[3 * j + k]!);
      const near = timesMatrix(
        away.map((x) => x - Math.round(x)),
        frame.cell!,
      );
      return frame.numbers[j] === number && Math.hypot(...near) < tolerance;
    });
    expect(found, `${elementSymbols[number]} at ${positions.slice(3 * i, 3 * i + 3)}`).toBeDefined();
    left.delete(found!);
  });
}

test("symbols and masses are ASE's", () => {
  expect(elementSymbols.slice(1)).toEqual(golden.symbols);
  expect(elementMasses.slice(1)).toEqual(golden.masses);
});
