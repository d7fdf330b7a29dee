// A run of molecular dynamics in a folder: written as it goes, and going on from wherever it was stopped.
import { join } from "node:path";
import { writeStructure } from "../../data/readStructures.js";
import type { Structure } from "../../data/structure.js";
import { InputError } from "../../error.js";
import { writeAtomic } from "../../train/atomicFile.js";
import type { Calculator } from "../calculator.js";
import { longestRow } from "../relaxer.js";
import { dynamics, type Moment } from "./dynamics.js";
import { holdsMotion, loadMotion, type MotionFolder, names, openFolder, type Stored } from "./folder.js";
import type { Bodies, Motion } from "./motion.js";
import { checkedPlan, ensembleNamed, type Plan } from "./plan.js";
import { freedoms } from "./temperature.js";
import { readThermo, summarised, type Thermo, thermoHeader, thermoLine, thermoOf } from "./thermo.js";

export interface RunOptions {
  /** The run's folder; or what makes a new one, called once the atoms are known to be sound. */
  readonly dir: string | (() => string);
  /** Where a run in an empty folder starts; not needed where the folder holds one. */
  readonly start?: { readonly plan: Plan; readonly bodies: Bodies; readonly motion: Motion };
  /** Steps of the whole run; those it was started with by default. A longer run goes on as if it had been so from the start. */
  readonly steps?: number | undefined;
  /** Steps from a checkpoint to the next; changes no result. */
  readonly checkpointEvery?: number;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  /** Aborted: the run saves itself and ends. */
  readonly signal?: AbortSignal;
  /** Told of the moment where the run begins or goes on, and of each after it. */
  readonly watch?: (thermo: Thermo, steps: number) => void;
}

export interface RunResult {
  /** Steps done, over all. */
  readonly steps: number;
  readonly thermo: Thermo;
  /** The run's folder. */
  readonly out: string;
  /** eV/Å */
  readonly maxForce: number;
  /** Mean over the second half of the steps, K. */
  readonly temperature: number;
  /** meV an atom over the run; undefined where the ensemble does not keep the energy. */
  readonly drift?: number;
  /** Of simulated time, by the steps that this call took; undefined where it took none. */
  readonly nanosecondsPerDay?: number;
}

/**
 * Runs, or goes on. Killed at any moment, the folder holds a run that goes on from its last checkpoint and ends with the
 * bytes that it would have had (given the same model and number of threads).
 * @throws InputError on options that do not fit, a folder that holds something else, a model that is another than the
 *   run's, and, with the step, where atoms fly apart: the folder then still holds the last checkpoint
 */
export async function runDynamics(calculator: Calculator, options: RunOptions): Promise<RunResult> {
  const { dir, now, signal, watch } = options;
  const known = typeof dir === "string" && holdsMotion(dir) ? loadMotion(dir) : undefined;
  const { plan, bodies, motion, steps } = checkedStart(options, known);
  const ensemble = ensembleNamed(plan.ensemble);
  const moments = dynamics(calculator, bodies, motion, ensemble, plan);
  // Evaluated before anything is written: what is wrong with the atoms leaves no folder behind.
  let moment = (await moments.next()).value;
  if (known) checkModel(calculator, known.potential, moment);
  const count = known?.freedoms ?? freedoms(bodies, motion, ensemble.isolated);
  const storedAt = (at: Moment): Stored => {
    const { evaluated, ...motion } = at;
    return { plan, bodies, motion, freedoms: count, steps, potential: evaluated.energy };
  };
  const thermo = () => thermoOf(moment, bodies, plan.timestep, count);
  const out = typeof dir === "string" ? dir : dir();
  const folder = openFolder(out, known?.lengths);
  const writer = recorder(folder, plan, bodies);
  try {
    if (!known) folder.save(storedAt(moment));
    if (folder.lengths.thermo === 0) writer.begin(thermo(), moment);
    watch?.(thermo(), steps);
    const [from, began] = [moment.step, now()];
    while (moment.step < steps && !signal?.aborted) {
      moment = (await moments.next()).value;
      const measured = thermo();
      writer.write(measured, moment);
      if (moment.step % (options.checkpointEvery ?? 100) === 0) folder.save(storedAt(moment));
      watch?.(measured, steps);
    }
    const speed = ((moment.step - from) * plan.timestep * 86.4) / (now() - began); // fs a ms, in ns a day
    folder.save(storedAt(moment));
    writeAtomic(join(out, "final.extxyz"), frameText(moment, bodies, plan));
    return {
      ...(await resultOf(out, moment, thermo(), ensemble.isolated)),
      ...(moment.step > from && { nanosecondsPerDay: speed }),
    };
  } finally {
    folder.close();
  }
}

function checkedStart({ dir, start, steps, checkpointEvery = 1 }: RunOptions, known: Stored | undefined) {
  const begun = known ?? start;
  if (!begun) {
    const where = typeof dir === "string" ? `run ${dir}` : "md";
    throw new InputError(where, { expected: "a run to go on, or atoms to start with", got: "neither" });
  }
  const done = begun.motion.step;
  const wanted = steps ?? known?.steps ?? 0;
  if (!(Number.isSafeInteger(wanted) && wanted >= Math.max(1, done))) {
    const expected = done > 0 ? `at least the ${done} that are done` : "a whole number above 0";
    throw new InputError("md, steps", { expected, got: String(wanted) });
  }
  if (!(Number.isSafeInteger(checkpointEvery) && checkpointEvery > 0)) {
    throw new InputError("md, checkpointEvery", { expected: "a whole number above 0", got: String(checkpointEvery) });
  }
  const { plan, bodies, motion } = begun;
  return { plan: checkedPlan(plan), bodies, motion, steps: wanted };
}

/** Energies of the same atoms differ in their last digits at most, by the number of threads. */
function checkModel({ name }: Calculator, potential: number, { evaluated, positions }: Moment): void {
  const off = Math.abs(evaluated.energy - potential);
  if (off <= (1e-5 * positions.length) / 3) return;
  throw new InputError("md", {
    expected: `the model that it was started with, whose energy at the checkpoint is ${potential} eV`,
    got: `${evaluated.energy} eV by ${name}`,
  });
}

function recorder(folder: MotionFolder, plan: Plan, bodies: Bodies) {
  const write = (thermo: Thermo, moment: Moment) => {
    if (moment.step % plan.logEvery === 0) folder.append("thermo", thermoLine(thermo));
    if (moment.step % plan.every === 0) folder.append("trajectory", frameText(moment, bodies, plan));
  };
  const begin = (thermo: Thermo, moment: Moment) => {
    folder.append("thermo", thermoHeader(thermo.pressure !== undefined));
    write(thermo, moment);
  };
  return { begin, write };
}

/** A moment as a frame of extended XYZ; its stress as the matrix that ASE reads. */
function frameText({ step, positions, velocities, evaluated }: Moment, bodies: Bodies, { timestep }: Plan): string {
  const { numbers, cell, pbc } = bodies;
  const { energy, forces, stress } = evaluated;
  const rows = (data: Float64Array) => ({ width: 3, data });
  const structure: Structure = {
    numbers,
    positions,
    ...(cell && { cell }),
    pbc,
    info: {
      step,
      timeFs: step * timestep,
      energy,
      ...(stress && { stress: [0, 5, 4, 5, 1, 3, 4, 3, 2].map((k) => stress[k]!) }),
      units: "eV, Å, Å/fs, eV/Å, eV/Å³",
    },
    arrays: { velocities: rows(velocities), forces: rows(forces) },
  };
  return writeStructure(structure, names.trajectory);
}

async function resultOf(out: string, moment: Moment, thermo: Thermo, isolated: boolean): Promise<RunResult> {
  const { step: steps, positions, evaluated } = moment;
  const { drift, temperature } = await summarised(readThermo(join(out, names.thermo)), steps);
  return {
    out,
    steps,
    thermo,
    maxForce: longestRow(evaluated.forces),
    temperature,
    ...(isolated && { drift: (drift * 3000) / positions.length }),
  };
}
