import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ensembles } from "../../atoms/ensembles/index.gen.js";
import { readThermo } from "../../atoms/md/thermo.js";
import { parametersOf } from "../input.js";
import { choices } from "../parameter.js";
import { typed } from "../testing.js";
import { md } from "./md.js";

let folder: string;
let out: string;
const path = (name: string) => join(folder, name);
const files: Readonly<Record<string, string>> = {
  "silicon.xyz": `2
Lattice="0 2.715 2.715 2.715 0 2.715 2.715 2.715 0" Properties=species:S:1:pos:R:3
Si 0 0 0
Si 1.4 1.33 1.36
`,
  "frames.xyz": "1\n\nH 0 0 0\n3\n\nO 0 0 0.12\nH 0 0.76 -0.48\nH 0 -0.76 -0.48\n",
  "overlap.xyz": "2\n\nH 0 0 0\nH 0 0 0.05\n",
  "stranger.xyz": "2\n\nPo 0 0 0\nPo 0 0 3\n",
  "noSuchElement.xyz": "1\n\nXx 0 0 0\n",
  "empty.xyz": "",
  "cutOff.xyz": "3\n\nO 0 0 0\nH 0 0.76 0.58\n",
  "nan.xyz": "1\n\nH 0 NaN 0\n",
  "notes.txt": "no atoms here",
  "massless.xyz": "1\nProperties=species:S:1:pos:R:3:masses:R:1\nH 0 0 0 0\n",
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "equivar-md-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
beforeEach(() => {
  out = path(`out${count++}`);
});

const equivar = (...words: readonly string[]) =>
  typed({ md: md as never }, ["md", ...words, "--out", out, "--threads", "1"], Date.now);

test("--ensemble names every ensemble", () => {
  const { schema } = parametersOf(md, 1).own.find((one) => one.key === "ensemble")!;
  expect(choices(schema).sort()).toEqual(Object.keys(ensembles).sort());
});

test("JSON, files, and a run that is prolonged without a word about the rest", async () => {
  const run = path("run");
  const said = ["--ensemble", "langevin", "--temperature", "200", "--dt", "2", "--every", "2", "--seed", "3"];
  const first = await equivar(path("silicon.xyz"), "--steps", "4", ...said, "--run", run, "--json");
  expect(first).toMatchObject({ code: 0 });
  const result = JSON.parse(first.out);
  expect(result).toMatchObject({ out: run, model: "sevennet-0", ensemble: "langevin", steps: 4, time: 8, drift: null });
  expect(result.units).toMatchObject({ energy: "eV", temperature: "K", pressure: "GPa", maxForce: "eV/Å" });
  for (const key of ["energy", "temperature", "pressure", "maxForce", "speed"])
    expect(result[key]).toBeTypeOf("number");
  expect(readdirSync(run).sort()).toEqual(
    ["final.extxyz", "latest.json", "latest.safetensors", "thermo.csv", "trajectory.extxyz"].sort(),
  );
  const more = await equivar("--resume", run, "--steps", "6", "--json");
  expect(JSON.parse(more.out)).toMatchObject({ steps: 6, time: 12, ensemble: "langevin" });
  const log = [];
  for await (const line of readThermo(join(run, "thermo.csv"))) log.push(line);
  expect(log.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(log[6]!.potential).toBe(JSON.parse(more.out).energy);

  const whole = path("whole");
  await equivar(path("silicon.xyz"), "--steps", "6", ...said, "--run", whole);
  for (const name of ["trajectory.extxyz", "thermo.csv", "final.extxyz"]) {
    expect(readFileSync(join(run, name), "utf8")).toBe(readFileSync(join(whole, name), "utf8"));
  }

  // What is said again must agree.
  const again = (...words: string[]) => equivar("--run", run, ...words);
  expect((await again(path("silicon.xyz"), ...said)).code).toBe(0);
  expect((await again("--dt", "1")).err).toContain(`run ${run}: expected timestep 2, as it was started, got 1.`);
  expect((await again(path("frames.xyz"))).err).toContain("expected the atoms that it was started with, got others.");
  expect((await again("--steps", "5")).err).toContain("md, steps: expected at least the 6 that are done, got 5.");
  expect((await again("--repeat", "2x1x1")).err).toContain(
    "expected FILE, a structure to start with, got none beside --repeat.",
  );
});

test("a molecule: the last frame, for a person; a folder of its own", async () => {
  const { code, out: text } = await equivar(path("frames.xyz"), "--steps", "3", "--still", "--dt", "0.5");
  expect(code).toBe(0);
  expect(text).toContain("3 steps, 1.5 fs, nve by sevennet-0");
  expect(text).toMatch(/drift of the total energy -?\d+\.\d+ meV\/atom/);
  expect(text).not.toContain("pressure");
  const [name] = readdirSync(out);
  expect(name).toMatch(/^md-\d{8}-\d{6}$/);
  expect(readFileSync(join(out, name!, "trajectory.extxyz"), "utf8").split("\n")[0]).toBe("3");
});

const steps = ["--steps", "3"];
test.each<[readonly string[], string]>([
  [[], "md: expected FILE, a structure to start with, got none."],
  [["silicon.xyz"], "md: expected --steps N, got none."],
  [["silicon.xyz", "--steps", "0"], "--steps: expected an integer ≥ 1, got 0."],
  [["silicon.xyz", "--steps", "-5"], "--steps: expected an integer ≥ 1, got -5."],
  [["silicon.xyz", "--steps", "1.5"], "--steps: expected an integer ≥ 1, got 1.5."],
  [["silicon.xyz", "--steps", "many"], '--steps: expected an integer ≥ 1, got "many".'],
  [["silicon.xyz", ...steps, "--dt", "0"], "--dt: expected a number > 0, got 0."],
  [["silicon.xyz", ...steps, "--dt", "-1"], "--dt: expected a number > 0, got -1."],
  [["silicon.xyz", ...steps, "--dt", "1fs"], '--dt: expected a number > 0, got "1fs".'],
  [["silicon.xyz", ...steps, "--temperature", "-1"], "--temperature: expected a number ≥ 0, got -1."],
  [["silicon.xyz", ...steps, "--temperature", "Infinity"], "--temperature: expected a number ≥ 0, got Infinity."],
  [
    ["silicon.xyz", ...steps, "--ensemble", "nev"],
    '--ensemble: expected one of nve, langevin, got "nev". Did you mean "nve"?',
  ],
  [["silicon.xyz", ...steps, "--friction", "0"], "--friction: expected a number > 0, got 0."],
  [["silicon.xyz", ...steps, "--every", "0"], "--every: expected an integer ≥ 1, got 0."],
  [["silicon.xyz", ...steps, "--log-every", "0"], "--log-every: expected an integer ≥ 1, got 0."],
  [["silicon.xyz", ...steps, "--checkpoint-every", "0"], "--checkpoint-every: expected an integer ≥ 1, got 0."],
  [["silicon.xyz", ...steps, "--repeat", "2x2"], '--repeat: expected NxMxK, as in 2x2x2, got "2x2".'],
  [["silicon.xyz", ...steps, "--repeat", "2x0x2"], "supercell: expected three whole numbers above 0, got 2 × 0 × 2."],
  [
    ["silicon.xyz", ...steps, "--repeat", "999x999x999"],
    "supercell: expected at most 10000000 atoms, got 999 × 999 × 999.",
  ],
  [["frames.xyz", ...steps, "--repeat", "2x1x1"], "supercell: expected a cell to repeat, got 2 × 1 × 1."],
  [["silicon.xyz", ...steps, "--velocities", "file"], "md: expected a structure with a column velocities (Å/fs)"],
  [["silicon.xyz", ...steps, "--velocities", "cold"], '--velocities: expected one of drawn, file, got "cold".'],
  [["silicon.xyz", ...steps, "--seed", "x"], '--seed: expected an integer, got "x".'],
  [["silicon.xyz", ...steps, "--model", "nonet"], "model: expected"],
  [["silicon.xyz", ...steps, "--model", "missing.onnx"], "model: expected an ONNX file at missing.onnx"],
  [["silicon.xyz", ...steps, "--weights", "missing.safetensors"], "sevennet-0: expected weights that can be read at"],
  [["silicon.xyz", ...steps, "--modality", "PBE"], "sevennet-0: expected no modality, for it has one only, got PBE."],
  [["silicon.xyz", ...steps, "--resume", "nowhere"], '--resume: expected a folder that holds a run, got "nowhere".'],
  [["silicon.xyz", ...steps, "--resume", "a", "--run", "b"], "md: expected --run or --resume, got both."],
  [["missing.xyz", ...steps], "missing.xyz: expected a file that can be read, got none."],
  [["empty.xyz", ...steps], "empty.xyz:1: expected a structure, got an empty file."],
  [["cutOff.xyz", ...steps], "cutOff.xyz:5: expected atom 3 of 3, got the end of the file."],
  [["nan.xyz", ...steps], 'nan.xyz:3: expected a number in pos, got "NaN".'],
  [["notes.txt", ...steps], "notes.txt: expected a name with one of"],
  [["noSuchElement.xyz", ...steps], "noSuchElement.xyz:3: expected an element"],
  [["massless.xyz", ...steps], "md: expected a mass of atom 1 above 0 amu, got 0."],
  [["overlap.xyz", ...steps], "calculator: expected atoms at least 0.2 Å apart, got 0.050 Å between atoms 1 and 2."],
  [["stranger.xyz", ...steps], "sevennet-0: expected elements that it was trained on"],
])("%j is an error, and leaves nothing behind", async (words, message) => {
  const argv = words.map((word) => (word in files || word === "missing.xyz" ? path(word) : word));
  const { code, err } = await equivar(...argv, "--json");
  expect(err).toContain(message);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(2);
  expect(existsSync(out)).toBe(false);
});
