// Temperature of atoms in motion.
import { boltzmann } from "../units.js";
import { angularMomentum, type Bodies, type Motion, momentum, principalAxes } from "./motion.js";

/**
 * The freedoms that hold kinetic energy: 3 an atom, less those that are at rest for good. Where nothing acts from outside
 * these are the three of a total momentum of zero and, of a molecule in free space, those of an angular momentum of zero.
 * @param isolated whether nothing acts from outside
 */
export function freedoms({ masses, pbc }: Bodies, motion: Motion, isolated: boolean): number {
  const all = 3 * masses.length;
  if (!isolated || !isStill(momentum(masses, motion.velocities), masses, motion.velocities)) return all;
  const isFree = !pbc.some(Boolean) && isStill(angularMomentum(masses, motion), masses, reaches(motion));
  return all - 3 - (isFree ? principalAxes(masses, motion.positions).length : 0);
}

/** K; 0 where nothing can move */
export const temperatureOf = (kinetic: number, freedoms: number): number =>
  freedoms > 0 ? (2 * kinetic) / (freedoms * boltzmann) : 0;

/** Whether a sum over atoms is zero up to round-off of its parts. */
function isStill(sum: Float64Array, masses: Float64Array, parts: Float64Array): boolean {
  let size = 0;
  for (let i = 0; i < parts.length; i++) size += masses[Math.floor(i / 3)]! * Math.abs(parts[i]!);
  return Math.hypot(...sum) <= 1e-9 * size;
}

/** Bounds of what each atom adds to the angular momentum. */
function reaches({ positions, velocities }: Motion): Float64Array {
  const reach = positions.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return velocities.map((v) => reach * v);
}
