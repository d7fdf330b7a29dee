// Runs in folders: what they write, how they go on, and what stops them.
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lennardJones } from "../../../test/lennardJones.js";
import { allStructures } from "../../data/readStructures.js";
import type { Structure } from "../../data/structure.js";
import { supercell } from "../../data/supercell.js";
import { saveCheckpoint } from "../../train/checkpoint.js";
import type { Calculator } from "../calculator.js";
import { loadMotion } from "./folder.js";
import type { Plan } from "./plan.js";
import { type RunOptions, runDynamics } from "./run.js";
import { startOf } from "./start.js";
import { readThermo, summarised, type Thermo } from "./thermo.js";

const argon = lennardJones({ epsilon: 0.0104, sigma: 3.4, rc: 6.5, ro: 5 });
const crystal = supercell(
  {
    numbers: new Int32Array(4).fill(18),
    positions: Float64Array.of(0, 0, 0, 0, 2.7, 2.7, 2.7, 0, 2.7, 2.7, 2.7, 0),
    cell: Float64Array.of(5.4, 0, 0, 0, 5.4, 0, 0, 0, 5.4),
    pbc: [true, true, true],
    info: {},
  },
  [1, 1, 2],
);
const plan: Plan = {
  model: "lennard-jones",
  weights: null,
  modality: null,
  precision: null,
  atoms: "",
  ensemble: "langevin",
  timestep: 5,
  temperature: 60,
  friction: 0.01,
  seed: 7,
  every: 3,
  logEvery: 2,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "equivar-md-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const fresh = () => join(folder, `${count++}`);
const started = (structure: Structure = crystal, changes: Partial<Plan> = {}) => {
  const how = { ...plan, ...changes };
  return { plan: how, ...startOf(structure, how) };
};
const run = (dir: string, options: Partial<RunOptions> = {}, calculator: Calculator = argon) =>
  runDynamics(calculator, { dir, start: started(), steps: 12, checkpointEvery: 5, now: () => 0, ...options });
const files = ["trajectory.extxyz", "thermo.csv", "final.extxyz", "latest.safetensors"];
const bytes = (dir: string) => files.map((name) => readFileSync(join(dir, name), "latin1"));

/** Stops a run after that many steps, as an interrupt does. */
function stopped(after: number): Partial<RunOptions> {
  const controller = new AbortController();
  return { signal: controller.signal, watch: ({ step }) => step === after && controller.abort() };
}

describe("a run that stops goes on as if it had not", () => {
  let whole: string;
  beforeAll(async () => {
    whole = fresh();
    await run(whole);
  });

  test.each([0, 1, 4, 5, 6, 11])("by an interrupt after step %i", async (step) => {
    const dir = fresh();
    expect(await run(dir, stopped(step))).toMatchObject({ steps: step });
    expect(await run(dir)).toMatchObject({ steps: 12 });
    expect(bytes(dir)).toEqual(bytes(whole));
  });

  test("by a crash, which leaves lines and half a frame after the checkpoint", async () => {
    const dir = fresh();
    await run(dir, stopped(5));
    appendFileSync(join(dir, "trajectory.extxyz"), '8\nLattice="5.4 0');
    appendFileSync(join(dir, "thermo.csv"), "6,30,1,2,3,4,5\n8,4");
    writeFileSync(join(dir, ".latest.safetensors.999999999-0.tmp"), "half");
    await run(dir);
    expect(bytes(dir)).toEqual(bytes(whole));
    expect(readdirSync(dir).sort()).toEqual([...files, "latest.json"].sort());
  });

  test("a crash before the first line", async () => {
    const dir = fresh();
    const failing = { watch: () => expect.unreachable("stop") } as Partial<RunOptions>;
    await expect(run(dir, failing)).rejects.toThrow("stop");
    for (const name of ["trajectory.extxyz", "thermo.csv"]) truncateSync(join(dir, name), 3);
    await run(dir);
    expect(bytes(dir)).toEqual(bytes(whole));
  });

  test("a run that is prolonged is one that was longer from the start", async () => {
    const dir = fresh();
    await run(dir, { steps: 7 });
    await runDynamics(argon, { dir, steps: 12, now: () => 0 });
    expect(bytes(dir)).toEqual(bytes(whole));
  });

  test("a finished run stays as it is, and says again what it came to", async () => {
    const [first, again] = [await run(fresh()), await run(whole)];
    expect(bytes(whole)).toEqual(bytes(first.out));
    const { nanosecondsPerDay: _, ...rest } = first;
    expect(again).toEqual({ ...rest, out: whole });
  });

  test("checkpoints change nothing", async () => {
    const dir = fresh();
    await run(dir, { checkpointEvery: 1 });
    expect(bytes(dir)).toEqual(bytes(whole));
  });

  test("another seed is another run", async () => {
    const dir = fresh();
    await run(dir, { start: started(crystal, { seed: 8 }) });
    expect(bytes(dir)[0]).not.toEqual(bytes(whole)[0]);
  });
});

test("frames and log lines are those asked for, and agree", async () => {
  const dir = fresh();
  const outside = { ...crystal, positions: crystal.positions.map((x, i) => (i < 3 ? x - 54 : x)) };
  const result = await run(dir, { start: started(outside, { ensemble: "nve" }), steps: 14 });
  const frames = await allStructures(readFileSync(join(dir, "trajectory.extxyz"), "utf8"), "trajectory.extxyz");
  expect(frames.map(({ info }) => info.step)).toEqual([0, 3, 6, 9, 12]);
  expect(frames.map(({ info }) => info.timeFs)).toEqual([0, 15, 30, 45, 60]);
  expect(frames[0]!.positions).toEqual(outside.positions);
  expect(frames[4]!.positions[0]).toBeLessThan(-50); // never wrapped
  const log: Thermo[] = [];
  for await (const line of readThermo(join(dir, "thermo.csv"))) log.push(line);
  expect(log.map(({ step }) => step)).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
  expect(readFileSync(join(dir, "thermo.csv"), "utf8").split("\n")[0]).toBe(
    "step,time [fs],potential [eV],kinetic [eV],total [eV],temperature [K],pressure [GPa]",
  );
  expect(log[3]!.potential).toBe(frames[2]!.info.energy);
  expect(log.at(-1)).toEqual(result.thermo);
  const { energy, forces, stress } = await argon(frames[2]!);
  expect(energy).toBe(frames[2]!.info.energy);
  expect(frames[2]!.arrays!.forces!.data).toEqual(forces);
  const [xx, xy, xz, , yy, yz, , , zz] = frames[2]!.info.stress as readonly number[];
  expect([xx, yy, zz, yz, xz, xy]).toEqual([...stress!]);
  const [final] = await allStructures(readFileSync(join(dir, "final.extxyz"), "utf8"), "final.extxyz");
  const { motion } = loadMotion(dir);
  expect(final).toMatchObject({ positions: motion.positions, info: { step: 14 } });
  expect(final!.arrays!.velocities!.data).toEqual(motion.velocities);
});

test("velocities of a frame go on where it was", async () => {
  const dir = fresh();
  await run(dir, { start: started(crystal, { ensemble: "nve" }) });
  const [final] = await allStructures(readFileSync(join(dir, "final.extxyz"), "utf8"), "final.extxyz");
  expect(startOf(final!, { temperature: 0, seed: 0, velocities: "file" }).motion.velocities).toEqual(
    loadMotion(dir).motion.velocities,
  );
});

test("without a cell there is no pressure and no stress", async () => {
  const { cell: _, ...free } = { ...crystal, pbc: [false, false, false] as const };
  const dir = fresh();
  const result = await run(dir, { start: started(free) });
  expect(result.thermo.pressure).toBeUndefined();
  expect(readFileSync(join(dir, "thermo.csv"), "utf8")).not.toContain("pressure");
  expect(readFileSync(join(dir, "trajectory.extxyz"), "utf8")).not.toContain("stress");
});

test("drift is the slope of the total energy times the run, the temperature that of the second half", async () => {
  async function* log() {
    const rest = { time: 0, potential: 0, kinetic: 0 };
    for (let step = 0; step <= 100; step += 2) {
      const noise = step % 4 === 0 ? 0.5 : -0.5;
      yield { ...rest, step, total: -1e6 + 0.03 * step + noise, temperature: step < 50 ? 1000 : 300 + 10 * noise };
    }
  }
  const { drift, temperature } = await summarised(log(), 100);
  expect(drift).toBeCloseTo(3, 1);
  expect(temperature).toBeCloseTo(300, 9);
});

describe("what stops a run", () => {
  const failsAt = (call: number, how: (calculator: Calculator) => ReturnType<Calculator>): Calculator => {
    let calls = 0;
    const evaluate: (atoms: Parameters<Calculator>[0]) => ReturnType<Calculator> = (atoms) =>
      ++calls === call ? how(argon) : argon(atoms);
    return Object.assign(evaluate, { cutoff: 6.5, elements: [18], close: async () => {} }) as Calculator;
  };
  const withEnergy = (energy: number) => async (calculator: Calculator) => ({ ...(await calculator(crystal)), energy });
  const withForce = (force: number) => async (calculator: Calculator) => {
    const found = await calculator(crystal);
    return { ...found, forces: found.forces.map((x, i) => (i === 7 ? force : x)) };
  };

  test.each<[string, Calculator, string]>([
    [
      "energy that is no number",
      failsAt(9, withEnergy(Number.NaN)),
      "md, step 8: expected a finite energy, got NaN eV.",
    ],
    [
      "energy without end",
      failsAt(9, withEnergy(-Infinity)),
      "md, step 8: expected a finite energy, got -Infinity eV.",
    ],
    [
      "a force that is no number",
      failsAt(9, withForce(Number.NaN)),
      "md, step 8: expected finite forces, got NaN eV/Å.",
    ],
    ["a force too strong", failsAt(9, withForce(1e6)), "md, step 9: expected at most 1 Å of way in a step, got"],
  ])("%s: the step is named, and the checkpoint holds", async (_, calculator, message) => {
    const dir = fresh();
    await expect(run(dir, {}, calculator)).rejects.toThrow(message);
    expect(loadMotion(dir).motion.step).toBe(5);
    const whole = fresh();
    await run(whole);
    await run(dir);
    expect(bytes(dir)).toEqual(bytes(whole));
  });

  test("a time step that is too long", async () => {
    const dir = fresh();
    const promise = run(dir, { start: started(crystal, { ensemble: "nve", timestep: 200 }), steps: 500 });
    await expect(promise).rejects.toThrow(
      /^md, step \d+: expected at most 1 Å of way in a step, got .*by atom \d \(Ar\)/,
    );
  });

  test("atoms that the calculator refuses leave no folder", async () => {
    const dir = fresh();
    await expect(run(dir, {}, failsAt(1, withEnergy(Number.NaN)))).rejects.toThrow(
      "md, step 0: expected a finite energy",
    );
    expect(existsSync(dir)).toBe(false);
  });

  test("another model", async () => {
    const dir = fresh();
    await run(dir, stopped(5));
    const before = bytes(dir);
    const other = lennardJones({ epsilon: 0.0105, sigma: 3.4, rc: 6.5, ro: 5 });
    await expect(run(dir, {}, other)).rejects.toThrow("md: expected the model that it was started with");
    expect(bytes(dir)).toEqual(before);
  });

  test("files that are shorter than they were", async () => {
    const dir = fresh();
    await run(dir, stopped(5));
    truncateSync(join(dir, "trajectory.extxyz"), 100);
    await expect(run(dir)).rejects.toThrow(/trajectory.extxyz: expected at least the \d+ bytes .*, got 100/);
  });

  const changedBy = async (dir: string, change: () => void) => {
    const watch: RunOptions["watch"] = ({ step }) => step === 7 && change();
    await expect(run(dir, { watch })).rejects.toThrow(
      "as it was written, got a change. Does another process run there?",
    );
    expect(loadMotion(dir).motion.step).toBe(5);
  };

  test("another run in the same folder: the checkpoint holds", async () => {
    const [dir, whole] = [fresh(), fresh()];
    await changedBy(dir, () => appendFileSync(join(dir, "thermo.csv"), "7,35,1,2,3,4,5\n"));
    await run(whole);
    await run(dir);
    expect(bytes(dir)).toEqual(bytes(whole));
  });

  test("files that are taken away", async () => {
    const dir = fresh();
    await changedBy(dir, () => rmSync(join(dir, "trajectory.extxyz")));
  });

  test("a folder with somebody's files, which stay", async () => {
    const dir = fresh();
    await run(dir);
    rmSync(join(dir, "latest.safetensors"));
    const before = readFileSync(join(dir, "trajectory.extxyz"), "utf8");
    await expect(run(dir)).rejects.toThrow("expected a folder without files of another run, got trajectory.extxyz");
    expect(readFileSync(join(dir, "trajectory.extxyz"), "utf8")).toBe(before);
  });

  test("a folder that holds another kind of run", async () => {
    const dir = fresh();
    await run(dir);
    saveCheckpoint(dir, "latest", { tensors: {}, state: { step: 3 } });
    await expect(run(dir)).rejects.toThrow("expected a run of molecular dynamics, got another checkpoint");
  });

  test("a damaged checkpoint", async () => {
    const dir = fresh();
    await run(dir);
    const path = join(dir, "latest.safetensors");
    const content = readFileSync(path);
    content[content.length - 5]! ^= 1;
    writeFileSync(path, content);
    await expect(run(dir)).rejects.toThrow("expected content of sha256");
  });

  test.each<[Partial<Plan> | Partial<RunOptions>, string]>([
    [{ timestep: 0 }, "md, timestep: expected a number above 0 fs, got 0."],
    [{ timestep: Number.NaN }, "md, timestep: expected a number above 0 fs, got NaN."],
    [{ timestep: Infinity }, "md, timestep: expected a number above 0 fs, got Infinity."],
    [{ temperature: -1 }, "md, temperature: expected a number of 0 K or more, got -1."],
    [{ friction: 0 }, "md, friction: expected a number above 0 /fs, got 0."],
    [{ seed: 0.5 }, "md, seed: expected a whole number, got 0.5."],
    [{ every: 0 }, "md, every: expected a whole number above 0, got 0."],
    [{ logEvery: -2 }, "md, logEvery: expected a whole number above 0, got -2."],
    [{ ensemble: "npt" }, '--ensemble: expected one of langevin, nve, got "npt".'],
    [{ steps: 0 }, "md, steps: expected a whole number above 0, got 0."],
    [{ steps: 2.5 }, "md, steps: expected a whole number above 0, got 2.5."],
    [{ checkpointEvery: 0 }, "md, checkpointEvery: expected a whole number above 0, got 0."],
  ])("%j, before anything is written", async (changes, message) => {
    const dir = fresh();
    const begun = started();
    const start = { ...begun, plan: { ...begun.plan, ...(changes as Partial<Plan>) } };
    await expect(run(dir, { start, ...(changes as Partial<RunOptions>) })).rejects.toThrow(message);
    expect(existsSync(dir)).toBe(false);
  });

  test("fewer steps than are done, and nothing to start with", async () => {
    const dir = fresh();
    await run(dir);
    await expect(run(dir, { steps: 11 })).rejects.toThrow("md, steps: expected at least the 12 that are done, got 11.");
    const empty = runDynamics(argon, { dir: fresh(), steps: 3, now: () => 0 });
    await expect(empty).rejects.toThrow(/run .*: expected a run to go on, or atoms to start with, got neither/);
  });
});
