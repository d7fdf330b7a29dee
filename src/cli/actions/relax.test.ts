// `equivar relax`: what it writes, by a potential that needs no model, and its command line.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lennardJones } from "../../../test/lennardJones.js";
import { allStructures } from "../../data/readStructures.js";
import type { Structure } from "../../data/structure.js";
import { type RelaxationInput, relaxation } from "../relaxation.js";
import { structureIn } from "../structuresIn.js";
import { typed } from "../testing.js";
import { relax } from "./relax.js";

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-relax-"));
  file = join(dir, "silicon.vasp");
  writeFileSync(file, silicon);
  writeFileSync(join(dir, "water.xyz"), water);
  writeFileSync(join(dir, "slab.extxyz"), `2\nLattice="4 0 0 0 4 0 0 0 9" pbc="T T F"\nCu 0 0 0\nCu 2 2 1.8\n`);
});
afterEach(() => rmSync(dir, { recursive: true }));

const silicon = "Si\n1\n0 2.7 2.7\n2.7 0 2.7\n2.7 2.7 0\nSi\n2\nDirect\n0.01 0 0\n.25 .25 .27\n";
const water = "3\n\nO 0 0 0\nH 0 0.8 0.6\nH 0 -0.8 0.6\n";

const equivar = (...words: readonly string[]) => typed({ relax: relax as never }, ["relax", ...words]);

test("sevennet-0 relaxes silicon and its cell to what eos finds", async () => {
  const { code, out, err } = await equivar(file, "--cell", "--fmax", "0.002", "--json", "--out", dir);
  expect(code).toBe(0);
  const result = JSON.parse(out);
  expect(result).toMatchObject({ model: "sevennet-0", method: "lbfgs", converged: true, units: { energy: "eV" } });
  expect(result.maxForce).toBeLessThan(0.002);
  // test/golden/sevennet/sevennet-0-eos.json, where the minimum is that of a fit.
  expect(Math.abs(Math.cbrt(4 * result.volume) / 5.46372 - 1)).toBeLessThan(3e-4);
  expect(err.trim().split("\n")).toHaveLength(result.steps + 1);
  expect(err).toMatch(/^lbfgs {4}0 +0\.0 s {2}energy -\d+\.\d{6} eV {2}max force \d\.\d{4} eV\/Å {2}max stress \d/);
  const end = await structureIn(result.out);
  expect(end.info.energy).toBe(result.energy);
  const steps = await allStructures(readFileSync(result.trajectory, "utf8"), result.trajectory);
  expect(steps.map(({ info }) => info.step)).toEqual(steps.map((_, i) => i));
  expect(steps).toHaveLength(result.steps + 1);
  expect(steps.at(-1)!.positions).toEqual(end.positions);
  expect(steps.at(-1)!.arrays!.forces!.data).toEqual(end.arrays!.forces!.data);
});

describe("by Lennard-Jones", () => {
  const path = new URL("../../../test/golden/atoms/relax.json", import.meta.url);
  const { potential, relaxations } = JSON.parse(readFileSync(path, "utf8"));
  const { start } = relaxations.find(({ name }: { name: string }) => name === "cell, fire");
  const metal: Structure = {
    numbers: Int32Array.from(start.numbers),
    positions: Float64Array.from(start.positions),
    cell: Float64Array.from(start.cell),
    pbc: [true, true, true],
    info: { energy: 12, stress: [1, 2, 3], name: "kept", warnings: "of the start" },
    arrays: { forces: { width: 3, data: new Float64Array(12) } },
  };
  const standard = { file: "metal.xyz", method: "fire", fmax: 0.01, steps: 200 } as const;
  const cell = { cell: true, isotropic: false, fixedVolume: false } as const;
  const relaxed = (input: Partial<RelaxationInput>, signal = new AbortController().signal, log = (_: string) => {}) =>
    relaxation(metal, { ...standard, ...cell, out: dir, ...input }, async () => lennardJones(potential), {
      signal,
      log,
      now: () => 0,
    });

  test.each(["end.xyz", "end.extxyz", "end.vasp", "POSCAR", "end.cif"])("writes %s", async (name) => {
    const output = join(dir, name);
    const { result, holds } = await relaxed({ output });
    expect(holds).toBe(true);
    expect(result.out).toBe(output);
    const end = await structureIn(output);
    expect(Math.cbrt(result.volume!)).toBeCloseTo(result.cell![0], 1);
    // CIF may turn the cell: volumes and energies are the same.
    const { energy } = await lennardJones(potential)(end);
    expect(energy).toBeCloseTo(result.energy, 8);
  });

  test("the file's own energy, stress and warnings do not go with another geometry", async () => {
    const { result } = await relaxed({});
    const { info } = await structureIn(result.out);
    expect(info).toMatchObject({ energy: result.energy, name: "kept" });
    expect(info).not.toHaveProperty("warnings");
    expect(info.stress).toHaveLength(9);
  });

  test("a limit of steps is a claim that does not hold, and the file is written", async () => {
    const { result, holds } = await relaxed({ steps: 2 });
    expect(holds).toBe(false);
    expect(result).toMatchObject({ steps: 2, converged: false });
    expect(existsSync(result.out)).toBe(true);
    expect(relax.print(result, {} as never)).toContain("NOT RELAXED after 2 steps: forces are to be below 0.01 eV/Å");
  });

  test("an interrupt writes what there is", async () => {
    const controller = new AbortController();
    const log = (line: string) => line.includes("   3 ") && controller.abort();
    const { result } = await relaxed({}, controller.signal, log as (line: string) => void);
    expect(result).toMatchObject({ steps: 3, converged: false });
    expect(await allStructures(readFileSync(result.trajectory, "utf8"), "a.xyz")).toHaveLength(4);
    expect(existsSync(result.out)).toBe(true);
  });

  test("the model is opened once all else is known to fit", async () => {
    const open = async () => Promise.reject(new Error("opened"));
    const context = { signal: new AbortController().signal, log: () => {}, now: () => 0 };
    const start = (input: Partial<RelaxationInput>) =>
      relaxation(metal, { ...standard, ...cell, out: dir, ...input }, open, context);
    await expect(start({ cell: false, fix: "1-4" })).rejects.toThrow(/an atom that may move/);
    await expect(start({ out: join(dir, "water.xyz") })).rejects.toThrow(/--out/);
    await expect(start({ output: join(dir, "end.pdb") })).rejects.toThrow(/a format that is written/);
    await expect(start({})).rejects.toThrow("opened");
  });

  test("enthalpy and pressure are told", async () => {
    const { result } = await relaxed({ pressure: 5 });
    // 1 eV/Å³ is 160.21766 GPa.
    expect(result.enthalpy! - result.energy).toBeCloseTo((5 / 160.21766) * result.volume!, 6);
    expect(relax.print(result, {} as never)).toMatch(
      /relaxed in \d+ steps.*\nenergy .*largest stress 0\.\d{4} GPa\nvolume/,
    );
  });
});

const bad: [string, string[], RegExp][] = [
  ["no file", [], /expected FILE/],
  ["a file that is not there", ["none.cif"], /none.cif: expected a file that can be read/],
  ["a file of no known format", ["silicon.pdf"], /expected a/],
  ["a broken file", ["broken.vasp"], /broken.vasp:/],
  ["a frame that is not there", ["silicon.vasp", "--frame", "3"], /frame/],
  [
    "an unknown way",
    ["silicon.vasp", "--method", "fier"],
    /--method: expected fire or lbfgs, got "fier". Did you mean "fire"\?/,
  ],
  ["a negative fmax", ["silicon.vasp", "--fmax", "-0.1"], /--fmax: expected/],
  ["an fmax of 0", ["silicon.vasp", "--fmax", "0"], /--fmax: expected/],
  ["an fmax in words", ["silicon.vasp", "--fmax", "small"], /--fmax: expected/],
  ["half a step", ["silicon.vasp", "--steps", "2.5"], /--steps: expected/],
  ["--isotropic alone", ["silicon.vasp", "--isotropic"], /--isotropic: expected --cell with it, got none/],
  ["--fixed-volume alone", ["silicon.vasp", "--fixed-volume"], /--fixed-volume: expected --cell with it/],
  ["--pressure alone", ["silicon.vasp", "--pressure", "1"], /--pressure: expected --cell with it/],
  ["both", ["silicon.vasp", "--cell", "--isotropic", "--fixed-volume"], /--fixed-volume: expected neither/],
  ["pressure on a fixed volume", ["silicon.vasp", "--cell", "--fixed-volume", "--pressure", "1"], /expected neither/],
  ["atoms in words", ["silicon.vasp", "--fix", "Si"], /--fix: expected atoms counted from 1, as 1-4,7, got "Si"/],
  ["atom 0", ["silicon.vasp", "--fix", "0"], /--fix: expected atoms from 1 to 2, got "0"/],
  ["atom 3 of 2", ["silicon.vasp", "--fix", "1-3"], /--fix: expected atoms from 1 to 2, got "1-3"/],
  ["a range upside down", ["silicon.vasp", "--fix", "2-1"], /--fix: expected atoms from 1 to 2, got "2-1"/],
  ["an ending that is none", ["silicon.vasp", "-o", "end.docx"], /end.docx/],
  ["a format that is not written", ["silicon.vasp", "-o", "end.pdb"], /a format that is written/],
  ["a molecule as a crystal", ["water.xyz", "-o", "end.cif"], /a cell that repeats/],
  [
    "a folder that is not there",
    ["silicon.vasp", "-o", "none/end.xyz"],
    /--output: expected a file in a folder that exists/,
  ],
  ["a folder in place of a file", ["silicon.vasp", "-o", "folder.xyz"], /--output: expected a file, got the folder/],
  ["a cell where there is none", ["water.xyz", "--cell"], /along all three vectors, to be relaxed, got no cell/],
  ["the cell of a slab", ["slab.extxyz", "--cell"], /along all three vectors, to be relaxed, got pbc T T F/],
  ["all fixed", ["water.xyz", "--fix", "1-3"], /an atom that may move, got all fixed/],
  ["a folder that is a file", ["silicon.vasp", "--out", "water.xyz"], /--out: expected a folder .* is a file\)/],
  ["a folder within a file", ["silicon.vasp", "--out", "water.xyz/a.b"], /--out: expected a folder .* is a file\)/],
  ["an unknown model", ["silicon.vasp", "--model", "sevennet-9"], /sevennet-9/],
  ["weights that are not there", ["silicon.vasp", "--weights", "none.safetensors"], /none.safetensors/],
];
test.each(bad)("%s: exit 2, and nothing is written", async (_, words, message) => {
  writeFileSync(join(dir, "broken.vasp"), silicon.slice(0, 40));
  writeFileSync(join(dir, "silicon.pdf"), silicon);
  mkdirSync(join(dir, "folder.xyz"));
  const before = readdirSync(dir);
  const inside = words.map((word) => (/^[a-z./]+\.[a-z]+$/.test(word) ? join(dir, word) : word));
  const { code, out, err } = await equivar("--out", join(dir, "runs"), ...inside);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(readdirSync(dir)).toEqual(before);
});
