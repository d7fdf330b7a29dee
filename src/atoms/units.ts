// Units: eV, Å, amu, K, and fs for times. Constants are those of CODATA 2014, as in ase.units, so that trajectories agree.

const charge = 1.6021766208e-19; // C
const dalton = 1.66053904e-27; // kg
const joulesPerKelvin = 1.38064852e-23;

/** Boltzmann's constant, eV/K. */
export const boltzmann = joulesPerKelvin / charge;

/** Å/fs²: what 1 eV/Å does to 1 amu. A kinetic energy in amu Å²/fs², over this, is in eV. */
export const acceleration = (charge / dalton) * 1e-10;

/** GPa in 1 eV/Å³. */
export const gigapascals = charge * 1e21;
