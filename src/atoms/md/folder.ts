// The folder of a run: trajectory.extxyz, thermo.csv, and a checkpoint that says how much of both holds.
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Structure } from "../../data/structure.js";
import { InputError } from "../../error.js";
import { removeStale } from "../../train/atomicFile.js";
import { checkpoints, loadCheckpoint, saveCheckpoint } from "../../train/checkpoint.js";
import type { StoredTensors } from "../../train/safetensors.js";
import type { Bodies, Motion } from "./motion.js";
import type { Plan } from "./plan.js";

export const names = { trajectory: "trajectory.extxyz", thermo: "thermo.csv", checkpoint: "latest" } as const;

/** A run as its checkpoint has it. */
export interface Stored {
  readonly plan: Plan;
  readonly bodies: Bodies;
  readonly motion: Motion;
  /** That hold kinetic energy. */
  readonly freedoms: number;
  /** Steps wanted. */
  readonly steps: number;
  /** eV, at the motion's positions */
  readonly potential: number;
}

/** How many bytes of each file belong to the run up to the checkpoint. */
type Lengths = Readonly<Record<"trajectory" | "thermo", number>>;

export const holdsMotion = (dir: string): boolean => checkpoints(dir).includes(names.checkpoint);

/** @throws InputError if the folder holds no run of this kind, or a damaged one */
export function loadMotion(dir: string): Stored & { readonly lengths: Lengths } {
  const { tensors, state } = loadCheckpoint(dir, names.checkpoint);
  if (state.kind !== "md") {
    throw new InputError(`run ${dir}`, { expected: "a run of molecular dynamics", got: "another checkpoint" });
  }
  const { plan, step, freedoms, steps, potential, lengths, pbc } = state as Record<string, unknown> & SavedState;
  const rows = (name: string) => (tensors[name] as { data: Float64Array }).data.slice();
  const bodies = {
    numbers: (tensors.numbers as { data: Int32Array }).data.slice(),
    masses: rows("masses"),
    pbc,
    ...(tensors.cell && { cell: rows("cell") }),
  };
  const motion = { step, positions: rows("positions"), velocities: rows("velocities") };
  return { plan, bodies, motion, freedoms, steps, potential, lengths };
}

interface SavedState {
  readonly kind: "md";
  readonly plan: Plan;
  readonly step: number;
  readonly freedoms: number;
  readonly steps: number;
  readonly potential: number;
  readonly lengths: Lengths;
  readonly pbc: Structure["pbc"];
}

export interface MotionFolder {
  /** What the files held when they were opened, bytes. */
  readonly lengths: Lengths;
  append(name: keyof Lengths, text: string): void;
  /** Flushes both files, then replaces the checkpoint. @throws InputError if somebody else has written to the files */
  save(stored: Stored): void;
  close(): void;
}

/**
 * Opens the files to append. What a killed process wrote after its last checkpoint is cut off, for the run writes it again.
 * @param lengths of the checkpoint; undefined for a new run, whose folder is made and must hold no such files
 * @throws InputError if the folder cannot be made, holds other files, or files are shorter than the checkpoint says
 */
export function openFolder(dir: string, lengths: Lengths | undefined): MotionFolder {
  if (!lengths) makeFolder(dir);
  removeStale(dir);
  const files = { trajectory: -1, thermo: -1 };
  const at = { trajectory: 0, thermo: 0, ...lengths };
  const each = Object.keys(files) as (keyof Lengths)[];
  const open = () => {
    for (const name of each) files[name] = openAt(join(dir, names[name]), at[name]);
  };
  if (lengths) open();
  return {
    lengths: { ...at },
    append(name, text) {
      const bytes = Buffer.from(text);
      writeFileSync(files[name], bytes);
      at[name] += bytes.length;
    },
    save(stored) {
      for (const name of each) if (files[name] >= 0) flush(dir, names[name], files[name], at[name]);
      saveCheckpoint(dir, names.checkpoint, checkpointOf(stored, at));
      // The first checkpoint comes before the files, so that files without a checkpoint are never a run's.
      if (files.trajectory < 0) open();
    },
    close() {
      for (const name of each) if (files[name] >= 0) closeSync(files[name]);
    },
  };
}

function makeFolder(dir: string): void {
  const found = [names.trajectory, names.thermo].find((name) => existsSync(join(dir, name)));
  if (found) {
    throw new InputError(`run ${dir}`, { expected: "a folder without files of another run", got: found });
  }
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new InputError(`run ${dir}`, { expected: "a folder that can be made", got: String(error) });
  }
}

function openAt(path: string, length: number): number {
  const file = openSync(path, "a");
  const { size } = fstatSync(file);
  if (size < length) {
    closeSync(file);
    const hint = "it was changed since the run stopped";
    throw new InputError(path, {
      expected: `at least the ${length} bytes that the checkpoint knows`,
      got: `${size}`,
      hint,
    });
  }
  ftruncateSync(file, length);
  return file;
}

/**
 * Flushes a file to disk.
 * @throws InputError if it is no longer what this process made it: then another one goes on with the same run
 */
function flush(dir: string, name: string, file: number, length: number): void {
  const found = statSync(join(dir, name), { throwIfNoEntry: false });
  if (found?.size !== length || found.ino !== fstatSync(file).ino) {
    const hint = "does another process run there? The last checkpoint holds";
    throw new InputError(`run ${dir}`, { expected: `${name} as it was written`, got: "a change", hint });
  }
  fsyncSync(file);
}

function checkpointOf({ bodies, motion, plan, freedoms, steps, potential }: Stored, lengths: Lengths) {
  const { numbers, masses, cell, pbc } = bodies;
  const rows = (data: Float64Array) => ({ dtype: "F64", shape: [data.length / 3, 3], data: data.slice() }) as const;
  const tensors: StoredTensors = {
    numbers: { dtype: "I32", shape: [numbers.length], data: numbers.slice() },
    masses: { dtype: "F64", shape: [masses.length], data: masses.slice() },
    positions: rows(motion.positions),
    velocities: rows(motion.velocities),
    ...(cell && { cell: rows(cell) }),
  };
  const state: SavedState = {
    kind: "md",
    plan,
    step: motion.step,
    freedoms,
    steps,
    potential,
    lengths: { ...lengths },
    pbc,
  };
  return { tensors, state: { ...state } };
}
