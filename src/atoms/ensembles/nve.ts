import { drifted, ensemble } from "../ensemble.js";

/** Velocity Verlet: kick, drift, kick. Reversible and symplectic; the energy's error stays of order timestep². */
export const nve = ensemble("nve", {
  about: "constant energy, by velocity Verlet",
  source: "Swope et al. 1982, J. Chem. Phys. 76, 637",
  isolated: true,
  move: (motion, _, { timestep }) => ({ positions: drifted(motion, timestep), velocities: motion.velocities }),
});
