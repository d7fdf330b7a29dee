// What makes a run of molecular dynamics what it is.
import { InputError } from "../../error.js";
import type { Ensemble, Settings } from "../ensemble.js";
import { ensembles } from "../ensembles/index.gen.js";

/** Plain values: a checkpoint holds them, and they must be the same when the run goes on. */
export interface Plan extends Settings {
  /** Name or file; null leaves what belongs to it as it is by default. */
  readonly model: string;
  readonly weights: string | null;
  readonly modality: string | null;
  readonly precision: "f32" | "f64" | null;
  /** Hash of the start. */
  readonly atoms: string;
  /** Name of one of `ensembles`. */
  readonly ensemble: string;
  /** Steps from a frame of the trajectory to the next. */
  readonly every: number;
  /** Steps from a line of the log to the next. */
  readonly logEvery: number;
}

/** @throws InputError if there is no such ensemble */
export function ensembleNamed(name: string): Ensemble {
  const found = Object.values(ensembles).find((each) => each.name === name);
  if (found) return found;
  throw new InputError("--ensemble", { expected: `one of ${Object.keys(ensembles).join(", ")}`, got: `"${name}"` });
}

/** @throws InputError for the first value that cannot be */
export function checkedPlan(plan: Plan): Plan {
  const { isolated } = ensembleNamed(plan.ensemble);
  const rows: readonly (readonly [name: keyof Plan, holds: (x: number) => boolean, expected: string])[] = [
    ["timestep", (x) => x > 0 && x < Infinity, "a number above 0 fs"],
    ["temperature", (x) => x >= 0 && x < Infinity, "a number of 0 K or more"],
    ["friction", (x) => (isolated || x > 0) && x < Infinity, "a number above 0 /fs"],
    ["seed", Number.isSafeInteger, "a whole number"],
    ["every", isCount, "a whole number above 0"],
    ["logEvery", isCount, "a whole number above 0"],
  ];
  for (const [name, holds, expected] of rows) {
    const value = plan[name];
    if (typeof value !== "number" || !holds(value)) {
      throw new InputError(`md, ${name}`, { expected, got: String(value) });
    }
  }
  return plan;
}

const isCount = (x: number) => Number.isSafeInteger(x) && x > 0;

/**
 * The plan of a run that goes on, if what is said again agrees with it.
 * @throws InputError for the first value that differs
 */
export function agreed(dir: string, plan: Plan, given: Partial<Plan>): Plan {
  for (const [name, value] of Object.entries(given) as [keyof Plan, unknown][]) {
    if (value === undefined || value === plan[name]) continue;
    throw new InputError(`run ${dir}`, {
      ...(name === "atoms"
        ? { expected: "the atoms that it was started with", got: "others" }
        : { expected: `${name} ${plan[name]}, as it was started`, got: String(value) }),
      hint: "choose another folder for another run",
    });
  }
  return plan;
}
