// Energy against volume, and what a crystal's minimum and curvature say.
import {
  type CellParameters,
  cellParameters,
  cellVolume,
  checkedStructure,
  type Structure,
} from "../data/structure.js";
import { InputError } from "../error.js";
import { type BirchMurnaghan, birchMurnaghan } from "./birchMurnaghan.js";
import type { Calculator } from "./calculator.js";
import { type CubicLattice, cubicLattice } from "./cubicLattice.js";
import { type RelaxOptions, relax } from "./relax.js";
import { gigapascals } from "./units.js";

const standardRange = [0.96, 1.04] as const;
const standardPoints = 9;

export interface EquationOfStateOptions {
  /** Lowest and highest volume, of that of the structure; 0.96 to 1.04 by default. */
  readonly range?: readonly [low: number, high: number] | undefined;
  /** How many volumes, evenly spaced, both ends among them; 9 by default. */
  readonly points?: number | undefined;
  /** Relaxes the atoms at each volume, the cell fixed. */
  readonly relax?: Pick<RelaxOptions, "relaxer" | "fmax" | "steps"> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many volumes are done. */
  readonly onPoint?: ((done: number) => void) | undefined;
}

export interface VolumePoint {
  /** Å³ */
  readonly volume: number;
  /** eV */
  readonly energy: number;
  /** Evaluations of the model. */
  readonly evaluations: number;
  /** Whether the atoms' forces went below fmax; true where they were not to be relaxed. */
  readonly converged: boolean;
}

export interface EquationOfState {
  readonly points: readonly VolumePoint[];
  readonly fit: BirchMurnaghan;
  readonly bulkModulusGPa: number;
  /** Lengths (Å) and angles (degrees) of the structure's cell at the fit's volume. */
  readonly cell: CellParameters;
  /** The conventional cubic cell at the fit's volume, where the structure's lattice is cubic. */
  readonly cubic?: CubicLattice;
}

/**
 * Strains the cell alike in all directions, atoms at their fractions of it, and fits the energies.
 * @throws InputError on a structure that does not repeat along three vectors, and as `birchMurnaghan` does
 */
export async function equationOfState(
  calculator: Calculator,
  structure: Structure,
  options: EquationOfStateOptions = {},
): Promise<EquationOfState> {
  const { range = standardRange, points: count = standardPoints, signal, onPoint } = options;
  const cell = checkedCell(structure, options);
  const start = Math.abs(cellVolume(cell));
  const points: VolumePoint[] = [];
  for (let i = 0; i < count; i++) {
    signal?.throwIfAborted();
    const share = range[0] + ((range[1] - range[0]) * i) / (count - 1);
    const scaled = scaledTo(structure, cell, share);
    points.push({ volume: share * start, ...(await energyOf(calculator, scaled, options.relax, signal)) });
    onPoint?.(i + 1);
  }
  const fit = birchMurnaghan(
    points.map(({ volume }) => volume),
    points.map(({ energy }) => energy),
  );
  const best = scaledTo(structure, cell, fit.volume / start);
  const cubic = cubicLattice(best);
  return {
    points,
    fit,
    bulkModulusGPa: fit.bulkModulus * gigapascals,
    cell: cellParameters(best.cell),
    ...(cubic && { cubic }),
  };
}

async function energyOf(
  calculator: Calculator,
  structure: Structure,
  options: EquationOfStateOptions["relax"],
  signal: AbortSignal | undefined,
) {
  if (!options) return { energy: (await calculator(structure)).energy, evaluations: 1, converged: true };
  const { evaluated, step, converged } = await relax(calculator, structure, { ...options, signal });
  return { energy: evaluated.energy, evaluations: step + 1, converged };
}

/** The structure at a share of its volume, atoms at the same fractions of the cell. */
function scaledTo(structure: Structure, cell: Float64Array, share: number) {
  const factor = Math.cbrt(share);
  const times = (values: Float64Array) => values.map((x) => factor * x);
  return { ...structure, positions: times(structure.positions), cell: times(cell) };
}

/** The cell. @throws InputError on a structure or options that allow no equation of state */
export function checkedCell(
  structure: Structure,
  { range: [low, high] = standardRange, points = standardPoints }: EquationOfStateOptions,
): Float64Array {
  if (!(low > 0 && high > low && high < 10)) fail("a range of volumes, 0 < low < high < 10", `${low}..${high}`);
  if (!(Number.isInteger(points) && points >= 5)) fail("at least 5 points, for a fit of 4 numbers", String(points));
  const { cell, pbc } = checkedStructure("equationOfState", structure);
  if (cell && pbc.every(Boolean)) return cell;
  const got = cell ? `pbc ${pbc.map((each) => (each ? "T" : "F")).join(" ")}` : "no cell";
  return fail("a cell that repeats along all three vectors", got);
}

function fail(expected: string, got: string): never {
  throw new InputError("equationOfState", { expected, got });
}
