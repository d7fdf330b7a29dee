// What `equivar relax` does: a structure read, moved downhill by a potential, and written.
import type { Calculator } from "../atoms/calculator.js";
import type { CellFreedom } from "../atoms/freedom.js";
import { freedomOf, type Relaxed, type RelaxedFrame, type RelaxOptions, relax } from "../atoms/relax.js";
import { relaxers } from "../atoms/relaxers/index.gen.js";
import { gigapascals } from "../atoms/units.js";
import { type CellParameters, cellParameters, cellVolume, type Structure } from "../data/structure.js";
import { InputError } from "../error.js";
import type { Context, Outcome } from "./action.js";
import { nearest } from "./nearest.js";
import { checkFolder, checkPlace } from "./places.js";
import { relaxationFiles } from "./relaxationFiles.js";

export interface RelaxationInput {
  readonly file: string;
  readonly method: string;
  readonly fmax: number;
  readonly steps: number;
  readonly cell: boolean;
  readonly isotropic: boolean;
  readonly fixedVolume: boolean;
  readonly pressure?: number | undefined;
  readonly fix?: string | undefined;
  readonly output?: string | undefined;
  readonly out: string;
}

const units = {
  energy: "eV",
  enthalpy: "eV",
  maxForce: "eV/Å",
  fmax: "eV/Å",
  maxStress: "GPa",
  pressure: "GPa",
  volume: "Å³",
  cell: "Å, degrees",
} as const;

export interface RelaxationResult {
  /** The relaxed structure. */
  readonly out: string;
  /** The structure at each step. */
  readonly trajectory: string;
  readonly model: string;
  readonly method: string;
  readonly converged: boolean;
  readonly steps: number;
  readonly fmax: number;
  readonly energy: number;
  readonly maxForce: number;
  /** Where the cell was to relax. */
  readonly maxStress?: number;
  readonly pressure?: number;
  /** Energy + pressure · volume */
  readonly enthalpy?: number;
  /** Where there is a cell. */
  readonly volume?: number;
  readonly cell?: CellParameters;
  readonly units: typeof units;
}

/**
 * @param open the potential, asked for once all else is known to fit
 * @throws InputError on options that do not fit the structure or each other
 */
export async function relaxation(
  structure: Structure,
  input: RelaxationInput,
  open: () => Promise<Calculator>,
  { log, now, signal }: Context,
): Promise<Outcome<RelaxationResult>> {
  const { file, method, fmax, steps, pressure, output, out } = input;
  const relaxer = relaxerNamed(method);
  const [cell, fixed] = [cellFreedomOf(input), atomsOf(input.fix, structure)];
  const options: RelaxOptions = { relaxer, fmax, steps, cell, pressureGPa: pressure, fixed, signal };
  freedomOf(structure, options);
  if (output !== undefined) checkPlace(output, structure);
  checkFolder(out);
  const calculator = await open();
  const files = relaxationFiles(file, out, output);
  const line = reporter(method, now);
  const onStep = (frame: RelaxedFrame) => {
    files.add(frame);
    log(line(frame));
  };
  try {
    const last = await relax(calculator, structure, { ...options, onStep });
    const written = files.finish(last);
    const { converged, step, evaluated, maxForce } = last;
    const reached = { converged, steps: step, fmax, energy: evaluated.energy, maxForce };
    return {
      result: { ...written, model: calculator.name, method, ...reached, ...cellFacts(last, pressure), units },
      holds: converged,
    };
  } finally {
    files.close();
    await calculator.close();
  }
}

function relaxerNamed(name: string) {
  const found = Object.entries(relaxers).find(([each]) => each === name)?.[1];
  if (found) return found();
  const names = Object.keys(relaxers);
  const near = nearest(name, names);
  const hint = near && `did you mean "${near}"?`;
  throw new InputError("--method", { expected: names.join(" or "), got: `"${name}"`, ...(hint && { hint }) });
}

function cellFreedomOf({ cell, isotropic, fixedVolume, pressure }: RelaxationInput): CellFreedom | undefined {
  const options = { "--isotropic": isotropic, "--fixed-volume": fixedVolume, "--pressure": pressure !== undefined };
  const given = Object.entries(options).flatMap(([name, isGiven]) => (isGiven ? [name] : []));
  if (!cell && given.length > 0) throw new InputError(given[0]!, { expected: "--cell with it", got: "none" });
  if (fixedVolume && given.length > 1) {
    throw new InputError("--fixed-volume", { expected: "neither --isotropic nor --pressure", got: given.join(" ") });
  }
  if (!cell) return undefined;
  return isotropic ? "isotropic" : fixedVolume ? "fixedVolume" : "full";
}

/** The atoms of "1-4,7", from 0. */
function atomsOf(text: string | undefined, { numbers }: Structure): number[] {
  const parts = text === undefined ? [] : text.split(",");
  return parts.flatMap((part) => {
    const [first, last = first] = part.split("-").map(Number) as [number, number?];
    if (!(first >= 1 && first <= last && last <= numbers.length)) {
      throw new InputError("--fix", { expected: `atoms from 1 to ${numbers.length}`, got: `"${part}"` });
    }
    return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
  });
}

/** A line a step. */
function reporter(method: string, now: () => number) {
  const start = now();
  return ({ step, evaluated: { energy }, maxForce, maxStressGPa }: RelaxedFrame): string =>
    [
      `${method} ${String(step).padStart(4)}`,
      `${((now() - start) / 1000).toFixed(1).padStart(6)} s`,
      `energy ${energy.toFixed(6)} eV`,
      `max force ${maxForce.toFixed(4)} eV/Å`,
      ...(maxStressGPa === undefined ? [] : [`max stress ${maxStressGPa.toFixed(3)} GPa`]),
    ].join("  ");
}

function cellFacts({ structure, evaluated, maxStressGPa }: Relaxed, pressure: number | undefined) {
  const { cell, pbc } = structure;
  if (!cell || !pbc.every(Boolean)) return {};
  const volume = Math.abs(cellVolume(cell));
  return {
    volume,
    cell: cellParameters(cell),
    ...(maxStressGPa !== undefined && { maxStress: maxStressGPa }),
    ...(pressure !== undefined && { pressure, enthalpy: evaluated.energy + (pressure / gigapascals) * volume }),
  };
}
