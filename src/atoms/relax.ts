// Geometry relaxation: atoms, and if asked their cell, moved downhill until nothing pulls any more.
import { cellVolume, checkedStructure, type Structure } from "../data/structure.js";
import { InputError } from "../error.js";
import type { Calculator, Evaluated } from "./calculator.js";
import { atomFreedom, type CellFreedom, cellFreedom, type Freedom } from "./freedom.js";
import { longestRow, type Relaxer } from "./relaxer.js";
import { gigapascals } from "./units.js";

export interface RelaxOptions {
  readonly relaxer: Relaxer;
  /**
   * eV/Å: done once no force is as large and, with the cell, no row of volume · (stress + pressure) / atoms in eV is.
   */
  readonly fmax: number;
  /** Most moves. */
  readonly steps: number;
  /** What of the cell may change; nothing by default. */
  readonly cell?: CellFreedom | undefined;
  /** From outside; needs a cell that may change its size. */
  readonly pressureGPa?: number | undefined;
  /**
   * Numbers of atoms, from 0, that stay where they are (in the cell), beside what the file fixes: components by
   * `arrays.selective` (POSCAR), atoms or components by `arrays.move_mask` (ASE's extended XYZ), 1 where they may move.
   */
  readonly fixed?: readonly number[] | undefined;
  /** Stops the relaxation after the step under way. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the start and of each step. */
  readonly onStep?: ((frame: RelaxedFrame) => void) | undefined;
}

export interface RelaxedFrame {
  /** Moves so far. */
  readonly step: number;
  readonly structure: Structure;
  readonly evaluated: Evaluated;
  /** Length of the largest force on what may move, eV/Å */
  readonly maxForce: number;
  /** Largest component of stress + pressure that may relax; only where the cell may change */
  readonly maxStressGPa?: number;
}

export interface Relaxed extends RelaxedFrame {
  /** Whether fmax was reached. */
  readonly converged: boolean;
}

/**
 * Moves atoms to where the forces vanish.
 * @throws InputError on options that do not fit the structure, on energies or forces that are not finite
 */
export async function relax(calculator: Calculator, structure: Structure, options: RelaxOptions): Promise<Relaxed> {
  const freedom = freedomOf(structure, options);
  let [coordinates, advance] = [freedom.start, options.relaxer.start];
  for (let step = 0; ; step++) {
    const current = freedom.structureAt(coordinates);
    const evaluated = checked(await calculator(current), step, options);
    const { frame, isDone } = measured(step, current, evaluated, freedom, options.fmax);
    options.onStep?.(frame);
    if (isDone || step >= options.steps || options.signal?.aborted) return { ...frame, converged: isDone };
    const { move, next } = advance({ coordinates, forces: freedom.forcesAt(coordinates, evaluated) });
    coordinates = coordinates.map((x, i) => x + move[i]!);
    advance = next;
  }
}

function measured(step: number, structure: Structure, evaluated: Evaluated, freedom: Freedom, fmax: number) {
  const { forces, stress } = freedom.residual(evaluated);
  const maxForce = longestRow(forces);
  const frame = { step, structure, evaluated, maxForce };
  if (!stress || !structure.cell) return { frame, isDone: maxForce < fmax };
  const rows = Float64Array.from(stress.flat());
  const perAtom = Math.abs(cellVolume(structure.cell)) / structure.numbers.length;
  return {
    frame: { ...frame, maxStressGPa: Math.max(...rows.map(Math.abs)) * gigapascals },
    isDone: maxForce < fmax && longestRow(rows) * perAtom < fmax,
  };
}

/** What may change. @throws InputError on options that do not fit the structure */
export function freedomOf(structure: Structure, options: RelaxOptions): Freedom {
  const { cell, pressureGPa, fmax, steps } = options;
  checkedStructure("relax", structure);
  if (!(fmax > 0)) fail("an fmax above 0 eV/Å", String(fmax));
  if (!(Number.isInteger(steps) && steps >= 0)) fail("a whole number of steps", String(steps));
  if (pressureGPa !== undefined && (cell === undefined || cell === "fixedVolume")) {
    fail("a cell that may change its size under pressure", cell ?? "a fixed cell");
  }
  if (!Number.isFinite(pressureGPa ?? 0)) fail("a finite pressure", String(pressureGPa));
  const moves = movesOf(structure, options.fixed ?? []);
  if (cell === undefined) {
    if (!moves.includes(1)) fail("an atom that may move", "all fixed");
    return atomFreedom(structure, moves);
  }
  const { cell: vectors, pbc } = structure;
  if (!vectors || !pbc.every(Boolean)) {
    const got = vectors ? `pbc ${pbc.map((each) => (each ? "T" : "F")).join(" ")}` : "no cell";
    return fail("a cell that repeats along all three vectors, to be relaxed", got);
  }
  return cellFreedom({ ...structure, cell: vectors }, moves, cell, (pressureGPa ?? 0) / gigapascals);
}

/** 1 where a component may move, [atoms, 3]. */
function movesOf({ numbers, arrays }: Structure, fixed: readonly number[]): Int8Array {
  const stranger = fixed.find((atom) => !(atom in numbers));
  if (stranger !== undefined) fail(`fixed atoms below ${numbers.length}`, String(stranger));
  const held = new Set(fixed);
  const column = arrays?.selective ?? arrays?.move_mask;
  const isFree = (i: number) => !column || Number(column.data[column.width === 3 ? i : Math.floor(i / 3)]) !== 0;
  return Int8Array.from({ length: 3 * numbers.length }, (_, i) => (!held.has(Math.floor(i / 3)) && isFree(i) ? 1 : 0));
}

function checked(evaluated: Evaluated, step: number, { cell }: RelaxOptions): Evaluated {
  const { energy, forces, stress } = evaluated;
  const wrong = [energy, ...forces, ...(stress ?? [])].find((x) => !Number.isFinite(x));
  if (wrong !== undefined) {
    fail(`finite energy and forces at step ${step}`, String(wrong), "are atoms on top of each other?");
  }
  if (cell && !stress) fail("a model that gives stress", "none");
  return evaluated;
}

function fail(expected: string, got: string, hint?: string): never {
  throw new InputError("relax", { expected, got, ...(hint && { hint }) });
}
