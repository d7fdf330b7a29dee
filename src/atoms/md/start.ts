// Bodies and motion from a structure.
import { elementMasses } from "../../data/elements.js";
import type { AtomColumn, Structure } from "../../data/structure.js";
import { InputError } from "../../error.js";
import { acceleration } from "../units.js";
import type { Bodies, Motion } from "./motion.js";
import { thermalVelocities } from "./velocities.js";

export interface StartOptions {
  /** K, of velocities that are drawn */
  readonly temperature: number;
  readonly seed: number;
  /** Drawn from Maxwell and Boltzmann's distribution, or those of the structure. Default "drawn". */
  readonly velocities?: "drawn" | "file";
  /** Drawn velocities of a molecule in free space have no angular momentum. */
  readonly still?: boolean;
}

/**
 * Masses are those of the structure (column `masses`, amu) where it has them, else standard atomic weights. Velocities
 * of a structure are its column `velocities` (Å/fs, as our trajectories write them), or ASE's `momenta` (√(amu eV)).
 * @throws InputError if velocities are to be read and there are none, or a mass is not above 0
 */
export function startOf(structure: Structure, options: StartOptions): { bodies: Bodies; motion: Motion } {
  const { numbers, positions, cell, pbc } = structure;
  const masses = massesOf(structure);
  const bodies = { numbers, masses, pbc, ...(cell && { cell }) };
  const { temperature, seed, velocities = "drawn", still = false } = options;
  const start =
    velocities === "file"
      ? velocitiesOf(structure, masses)
      : thermalVelocities(bodies, positions, temperature, seed, still);
  return { bodies, motion: { step: 0, positions, velocities: start } };
}

function massesOf({ numbers, arrays }: Structure): Float64Array {
  const own = numeric(arrays?.masses, 1);
  const masses = own ?? Float64Array.from(numbers, (number) => elementMasses[number]!);
  const at = masses.findIndex((mass) => !(mass > 0));
  if (at < 0) return masses;
  throw new InputError("md", { expected: `a mass of atom ${at + 1} above 0 amu`, got: String(masses[at]) });
}

function velocitiesOf({ arrays }: Structure, masses: Float64Array): Float64Array {
  const velocities = numeric(arrays?.velocities, 3);
  if (velocities) return velocities;
  const momenta = numeric(arrays?.momenta, 3);
  // ASE's time is Å √(amu/eV).
  if (momenta) return momenta.map((p, i) => (p / masses[Math.floor(i / 3)]!) * Math.sqrt(acceleration));
  const columns = Object.keys(arrays ?? {}).join(", ");
  throw new InputError("md", {
    expected: "a structure with a column velocities (Å/fs) or momenta (ASE's)",
    got: columns === "" ? "no further columns" : columns,
    hint: "extended XYZ holds them",
  });
}

const numeric = (column: AtomColumn | undefined, width: number): Float64Array | undefined =>
  column?.width === width && column.data instanceof Float64Array ? column.data : undefined;
