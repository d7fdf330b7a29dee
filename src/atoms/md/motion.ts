// Atoms in motion.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Structure } from "../../data/structure.js";
import { acceleration } from "../units.js";

/** What stays while atoms move. */
export interface Bodies {
  readonly numbers: Int32Array;
  /** [atoms], amu */
  readonly masses: Float64Array;
  /** [3, 3], Å, rows are vectors */
  readonly cell?: Float64Array;
  readonly pbc: Structure["pbc"];
}

export interface Motion {
  /** Steps done. */
  readonly step: number;
  /** [atoms, 3], Å; never wrapped into the cell */
  readonly positions: Float64Array;
  /** [atoms, 3], Å/fs */
  readonly velocities: Float64Array;
}

/** eV */
export function kineticEnergy(masses: Float64Array, velocities: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < velocities.length; i++) sum += masses[Math.floor(i / 3)]! * velocities[i]! * velocities[i]!;
  return sum / 2 / acceleration;
}

/** Σ m v, [3], amu Å/fs */
export const momentum = (masses: Float64Array, velocities: Float64Array): Float64Array => weighted(masses, velocities);

/** Σ m (r − centre) × v, [3], amu Å²/fs */
export function angularMomentum(masses: Float64Array, { positions, velocities }: Motion): Float64Array {
  const r = centred(masses, positions);
  const sum = new Float64Array(3);
  for (let i = 0; i < masses.length; i++) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [3 * i + ((k + 1) % 3), 3 * i + ((k + 2) % 3)];
      sum[k]! += masses[i]! * (r[a]! * velocities[b]! - r[b]! * velocities[a]!);
    }
  }
  return sum;
}

/** An axis through the centre of mass and the moment of inertia (amu Å²) about it. */
export interface PrincipalAxis {
  readonly axis: readonly [number, number, number];
  readonly moment: number;
}

/** The principal axes about which atoms can turn: three, two where they lie on a line, none of a single atom. */
export function principalAxes(masses: Float64Array, positions: Float64Array): PrincipalAxis[] {
  const r = centred(masses, positions);
  const table = Matrix.zeros(3, 3);
  for (let i = 0; i < masses.length; i++) {
    const row = r.subarray(3 * i, 3 * i + 3);
    const square = row.reduce((sum, x) => sum + x * x, 0);
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        table.set(a, b, table.get(a, b) + masses[i]! * ((a === b ? square : 0) - row[a]! * row[b]!));
      }
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(table, { assumeSymmetric: true });
  const least = 1e-8 * Math.max(...realEigenvalues); // atoms off a line by 10⁻⁴ of its length
  return realEigenvalues.flatMap((moment, k) => {
    const [x, y, z] = eigenvectorMatrix.getColumn(k) as [number, number, number]; // of a 3 × 3 matrix
    return moment > least ? [{ axis: [x, y, z] as const, moment }] : [];
  });
}

/** Positions from the centre of mass, [atoms, 3]. */
export function centred(masses: Float64Array, positions: Float64Array): Float64Array {
  const mass = masses.reduce((a, b) => a + b, 0);
  const centre = weighted(masses, positions).map((x) => x / mass);
  return positions.map((x, i) => x - centre[i % 3]!);
}

/** Σ m x, [3] */
function weighted(masses: Float64Array, rows: Float64Array): Float64Array {
  const sum = new Float64Array(3);
  for (let i = 0; i < rows.length; i++) sum[i % 3]! += masses[Math.floor(i / 3)]! * rows[i]!;
  return sum;
}
