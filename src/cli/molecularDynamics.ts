// What `equivar md` does: a run started from a file, or one that goes on.
import { createHash } from "node:crypto";
import type { Plan } from "../atoms/md/plan.js";
import type { RunOptions, RunResult } from "../atoms/md/run.js";
import type { startOf } from "../atoms/md/start.js";
import { InputError } from "../error.js";
import type { Context } from "./action.js";

/** Undefined is what was not said: a run that goes on keeps what it was started with. */
export interface MotionInput {
  readonly file?: string | undefined;
  readonly steps?: number | undefined;
  /** fs */
  readonly dt?: number | undefined;
  readonly temperature?: number | undefined;
  readonly ensemble?: string | undefined;
  readonly friction?: number | undefined;
  readonly seed?: number | undefined;
  readonly velocities?: "drawn" | "file" | undefined;
  readonly still: boolean;
  readonly repeat?: string | undefined;
  readonly every?: number | undefined;
  readonly logEvery?: number | undefined;
  readonly checkpointEvery: number;
  readonly model?: string | undefined;
  readonly weights?: string | undefined;
  readonly modality?: string | undefined;
  readonly precision?: "f32" | "f64" | undefined;
  readonly run?: string | undefined;
  readonly resume?: string | undefined;
  readonly out: string;
  readonly threads: number;
  readonly device: string;
  readonly cache: boolean;
}

/** What a run is where nothing else is said. */
export const standard = {
  model: "sevennet-0",
  weights: null,
  modality: null,
  precision: null,
  ensemble: "nve",
  timestep: 1,
  temperature: 300,
  friction: 0.05, // near the critical damping of a solid's vibrations, which samples it fastest
  seed: 0,
  every: 10,
  logEvery: 1,
} as const satisfies Omit<Plan, "atoms">;

/** Å: the neighbour list then lasts for some tens of steps. */
const skin = 0.5;

export type MotionResult = RunResult & { readonly plan: Plan };

export async function molecularDynamics(input: MotionInput, { now, signal }: Context): Promise<MotionResult> {
  const { openCalculator } = await import("./openCalculator.js");
  const { runDynamics } = await import("../atoms/md/run.js");
  const { newRun } = await import("../train/record.js");
  const { dir, plan, start } = await begun(input);
  const { threads, device, cache } = input;
  const { model, weights, modality, precision } = plan;
  const own = Object.entries({ weights, modality, precision }).filter(([, value]) => value !== null);
  const calc = await openCalculator({ model, threads, device, cache, skin, ...Object.fromEntries(own) });
  const shown = await display(now);
  try {
    const { steps, checkpointEvery } = input;
    const from = dir ?? (() => newRun(input.out, "md", now()));
    const options: RunOptions = { dir: from, steps, checkpointEvery, now, signal, watch: shown.watch };
    return { plan, ...(await runDynamics(calc, start ? { ...options, start: { ...start, plan } } : options)) };
  } finally {
    shown.done();
    await calc.close();
  }
}

/** The run's folder, where one is named, its plan, and the start of a run that is not there yet. */
async function begun(input: MotionInput) {
  const { holdsMotion, loadMotion } = await import("../atoms/md/folder.js");
  const { agreed, checkedPlan } = await import("../atoms/md/plan.js");
  const dir = folderOf(input, holdsMotion);
  const known = dir !== undefined && holdsMotion(dir) ? loadMotion(dir).plan : undefined;
  const said = saidIn(input);
  const settings = known ? agreed(dir!, known, said) : checkedPlan({ ...standard, atoms: "", ...said });
  const start = await startIn(input, settings, known !== undefined);
  const plan = { ...settings, ...(start && { atoms: hashOf(start) }) };
  if (known) agreed(dir!, known, plan);
  return { dir, plan, ...(!known && { start }) };
}

/** The folder that the user names. @throws InputError if there is none to resume, or two are named */
function folderOf({ run, resume }: MotionInput, holds: (dir: string) => boolean): string | undefined {
  if (resume === undefined) return run;
  if (run !== undefined) throw new InputError("md", { expected: "--run or --resume", got: "both" });
  if (holds(resume)) return resume;
  const hint = "--run DIR starts one there";
  throw new InputError("--resume", { expected: "a folder that holds a run", got: `"${resume}"`, hint });
}

function saidIn({ dt: timestep, ...input }: MotionInput): Partial<Plan> {
  const { temperature, ensemble, friction, seed, every, logEvery, model, weights, modality, precision } = input;
  const first = { timestep, temperature, ensemble, friction, seed, every, logEvery };
  const all = { ...first, model, weights, modality, precision };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Atoms and velocities of FILE. @throws InputError if a new run has none, or if what belongs to it is said without it */
async function startIn({ file, repeat, velocities, still, steps }: MotionInput, plan: Plan, known: boolean) {
  if (file === undefined) {
    const needs = Object.entries({ repeat, velocities, still }).find(([, value]) => value);
    if (known && !needs) return undefined;
    const got = needs ? `none beside --${needs[0]}` : "none";
    throw new InputError("md", { expected: "FILE, a structure to start with", got, hint: "see `equivar md --help`" });
  }
  if (!known && steps === undefined) throw new InputError("md", { expected: "--steps N", got: "none" });
  const { structureIn } = await import("./structuresIn.js");
  const { supercell } = await import("../data/supercell.js");
  const { startOf } = await import("../atoms/md/start.js");
  const copies = (repeat ?? "1x1x1").split("x").map(Number) as [number, number, number]; // the option's pattern
  const structure = supercell(await structureIn(file), copies);
  const { temperature, seed } = plan;
  return startOf(structure, { temperature, seed, still, ...(velocities && { velocities }) });
}

function hashOf({ bodies, motion }: ReturnType<typeof startOf>): string {
  const hash = createHash("sha256").update(JSON.stringify(bodies.pbc));
  for (const data of [bodies.numbers, bodies.masses, bodies.cell, motion.positions, motion.velocities]) {
    if (data) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

/** A bar that begins with the first moment. */
async function display(now: () => number) {
  const { progress } = await import("../train/progress.js");
  let bar: ReturnType<typeof progress> | undefined;
  const watch: RunOptions["watch"] = ({ step, temperature, potential }, total) => {
    bar ??= progress({ total, label: "md", stream: process.stderr, now, from: step });
    bar.tick(step, { temperature: `${temperature.toFixed(0)} K`, energy: `${potential.toFixed(3)} eV` });
  };
  return { watch, done: () => bar?.done() };
}
