// The equation of state of Birch and Murnaghan, fitted to energies at several volumes.
import { Matrix, solve } from "ml-matrix";
import { InputError } from "../error.js";

export interface BirchMurnaghan {
  /** At the minimum, Å³ */
  readonly volume: number;
  /** At the minimum, eV */
  readonly energy: number;
  /** −V dP/dV at the minimum, eV/Å³ */
  readonly bulkModulus: number;
  /** Its derivative by the pressure, at the minimum */
  readonly derivative: number;
  /** Root mean square of what the fit leaves, eV */
  readonly residual: number;
}

/** The fewest points from which four numbers are fitted with something left to see that they fit. */
const fewest = 5;

/**
 * Least squares to the third-order form, which is a cubic in V^(−2/3): the fit is linear and has one answer.
 * @param volumes Å³, above 0
 * @param energies eV, one a volume
 * @throws InputError on fewer than 5 different volumes, and where the fit's minimum does not exist or lies outside them
 * @source Birch 1947, doi:10.1103/PhysRev.71.809; as ASE's "birchmurnaghan": Hebbache & Zemzemi 2004,
 *   doi:10.1103/PhysRevB.70.224107, eq. 3
 */
export function birchMurnaghan(volumes: readonly number[], energies: readonly number[]): BirchMurnaghan {
  check(volumes, energies);
  const middle = volumes.reduce((sum, v) => sum + v, 0) / volumes.length;
  const lowest = Math.min(...energies);
  // u = (V/middle)^(−2/3) − 1 is small, so that its powers are told apart; energies count from the lowest.
  const u = volumes.map((v) => (v / middle) ** (-2 / 3) - 1);
  const span = Math.max(...u.map(Math.abs));
  const powers = new Matrix(u.map((x) => [0, 1, 2, 3].map((power) => (x / span) ** power)));
  const fitted = solve(powers, Matrix.columnVector(energies.map((e) => e - lowest))).to1DArray();
  const c = fitted.map((x, power) => x / span ** power) as [number, number, number, number];
  const at = minimumOf(c);
  const [volume, second] = [middle * (1 + at) ** -1.5, 2 * c[2] + 6 * c[3] * at];
  const [low, high] = [Math.min(...volumes), Math.max(...volumes)];
  const range = `${low.toPrecision(6)} to ${high.toPrecision(6)} Å³`;
  if (!(second > 0)) fail(`energies with a minimum between ${range}`, "none");
  if (!(volume >= low && volume <= high)) fail(`a minimum within ${range}`, `one at ${volume.toPrecision(6)} Å³`);
  const value = (x: number) => ((c[3] * x + c[2]) * x + c[1]) * x + c[0];
  // With t = (V0/V)^(2/3) − 1: E − E0 = 9/16 V0 B (2 t² + (B' − 4) t³), and 1 + u = (1 + at)(1 + t).
  const bulkModulus = (4 / 9) * ((second * (1 + at) ** 2) / volume);
  return {
    volume,
    energy: lowest + value(at),
    bulkModulus,
    derivative: 4 + ((16 / 9) * c[3] * (1 + at) ** 3) / (bulkModulus * volume),
    residual: Math.sqrt(u.reduce((sum, x, i) => sum + (value(x) + lowest - energies[i]!) ** 2, 0) / u.length),
  };
}

/** The energy that the form gives at a volume, eV. */
export function birchMurnaghanEnergy(fit: Omit<BirchMurnaghan, "residual">, volume: number): number {
  const t = (fit.volume / volume) ** (2 / 3) - 1;
  return fit.energy + (9 / 16) * fit.volume * fit.bulkModulus * (2 * t * t + (fit.derivative - 4) * t ** 3);
}

/** Where a cubic has its minimum: the zero of its derivative at which it curves up. NaN if there is none. */
function minimumOf([, c1, c2, c3]: readonly [number, number, number, number]): number {
  return -c1 / (c2 + Math.sqrt(c2 * c2 - 3 * c1 * c3));
}

function check(volumes: readonly number[], energies: readonly number[]): void {
  if (volumes.length !== energies.length) fail(`${volumes.length} energies`, String(energies.length));
  const different = new Set(volumes).size;
  if (different < fewest) fail(`at least ${fewest} different volumes`, String(different));
  const wrong = volumes.find((v) => !(v > 0 && Number.isFinite(v))) ?? energies.find((e) => !Number.isFinite(e));
  if (wrong !== undefined) fail("volumes above 0 and finite energies", String(wrong));
}

function fail(expected: string, got: string): never {
  const hint = "a wider range of volumes, or a start nearer to equilibrium?";
  throw new InputError("birchMurnaghan", { expected, got, ...(/minimum/.test(expected) && { hint }) });
}
