// Velocities at the start.
import { fold, key, normal } from "../../random.js";
import { acceleration, boltzmann } from "../units.js";
import { angularMomentum, type Bodies, centred, momentum, principalAxes } from "./motion.js";

/**
 * Velocities of Maxwell and Boltzmann's distribution, of total momentum zero (of a single atom, as drawn). Not scaled to
 * the temperature: that of n atoms varies by √(2/3n) of it.
 * @param positions [atoms, 3], Å
 * @param temperature K
 * @param still a molecule in free space gets no angular momentum either
 * @returns [atoms, 3], Å/fs
 */
export function thermalVelocities(
  { masses, pbc }: Bodies,
  positions: Float64Array,
  temperature: number,
  seed: number,
  still = false,
): Float64Array {
  const widths = masses.map((mass) => Math.sqrt((boltzmann * temperature * acceleration) / mass));
  const draws = normal(fold(key(seed), "velocities"), positions.length);
  const drawn = draws.map((x, i) => x * widths[Math.floor(i / 3)]!);
  const resting = masses.length > 1 ? withoutMomentum(masses, drawn) : drawn;
  return still && !pbc.some(Boolean) ? withoutRotation(masses, positions, resting) : resting;
}

/** The velocities seen from the centre of mass. */
export function withoutMomentum(masses: Float64Array, velocities: Float64Array): Float64Array {
  const mass = masses.reduce((a, b) => a + b, 0);
  const common = momentum(masses, velocities).map((p) => p / mass);
  return velocities.map((v, i) => v - common[i % 3]!);
}

/** The velocities less those of a rigid turn, ω × r, so that none is left: ω = Σ a (a · L) / I over the principal axes a. */
export function withoutRotation(masses: Float64Array, positions: Float64Array, velocities: Float64Array): Float64Array {
  const total = angularMomentum(masses, { step: 0, positions, velocities });
  const omega = new Float64Array(3);
  for (const { axis, moment } of principalAxes(masses, positions)) {
    const along = axis.reduce((sum, a, k) => sum + a * total[k]!, 0) / moment;
    for (let k = 0; k < 3; k++) omega[k]! += along * axis[k]!;
  }
  const r = centred(masses, positions);
  return velocities.map((v, i) => {
    const [row, k] = [i - (i % 3), i % 3];
    const [a, b] = [(k + 1) % 3, (k + 2) % 3];
    return v - (omega[a]! * r[row + b]! - omega[b]! * r[row + a]!);
  });
}
