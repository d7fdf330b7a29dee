import { fold, key, normal } from "../../random.js";
import { drifted, ensemble, type Settings } from "../ensemble.js";
import type { Bodies, Motion } from "../md/motion.js";
import { acceleration, boltzmann } from "../units.js";

/**
 * Langevin's equation, split as BAOAB: a half drift, the exact change of velocities by friction and noise over the step,
 * a half drift. Configurations are sampled with an error of order timestep², of order timestep⁴ at high friction, and
 * exactly in a harmonic well. The bath takes up momentum: the centre of mass diffuses.
 */
export const langevin = ensemble("langevin", {
  about: "constant temperature, by Langevin's equation",
  source: "Leimkuhler & Matthews 2013, J. Chem. Phys. 138, 174102: BAOAB",
  isolated: false,
  move(motion, bodies, settings) {
    const noise = normal(fold(fold(key(settings.seed), "langevin"), motion.step), motion.positions.length);
    return langevinMove(noise, motion, bodies, settings);
  },
});

/** The move with noise of standard normal numbers, [atoms, 3]. */
export function langevinMove(
  noise: ArrayLike<number>,
  motion: Motion,
  { masses }: Bodies,
  { timestep, temperature, friction }: Omit<Settings, "seed">,
) {
  const half = drifted(motion, timestep / 2);
  const kept = Math.exp(-friction * timestep);
  const lost = -Math.expm1(-2 * friction * timestep); // 1 − kept², without cancelling
  const widths = masses.map((mass) => Math.sqrt((lost * boltzmann * temperature * acceleration) / mass));
  const velocities = motion.velocities.map((v, i) => kept * v + widths[Math.floor(i / 3)]! * noise[i]!);
  return { positions: drifted({ positions: half, velocities }, timestep / 2), velocities };
}
