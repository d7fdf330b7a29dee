// Fields that are functions on the sphere: one part a degree l = 0, 1, …, each with as many copies.
import { constant, type Tensor } from "../engine/index.js";
import { RepError } from "../error.js";
import { type Irreps, irreps } from "../group/irreps.js";
import { fromSphere, type SphereGrid, sphereGrid, toSphere } from "../group/sphereGrid.js";
import type { Normalization } from "../group/sphericalHarmonics.js";

export interface SphereOptions {
  /** How many angles from the pole and about it: [betas, alphas]. */
  readonly grid: readonly [betas: number, alphas: number];
  /** Of the coefficients, as for `toSphere` of equivar/group; "integral" by default. */
  readonly normalization?: Normalization;
}

/**
 * The irreps of functions on the sphere, and their degree.
 * @throws RepError unless degrees are 0, 1, … in order, of equal multiplicities, and parities are all equal or alternate
 */
export function sphereSignal(where: string, type: string): { readonly lmax: number; readonly copies: number } {
  const all: Irreps = irreps(type);
  const [first, second] = all;
  const isSignal = all.every(
    ({ l, parity, multiplicity }, i) =>
      l === i &&
      multiplicity === first!.multiplicity &&
      parity === first!.parity * (second?.parity === first!.parity ? 1 : (-1) ** l),
  );
  if (first && isSignal) return { lmax: all.length - 1, copies: first.multiplicity };
  throw new RepError(where, { expected: "degrees 0, 1, 2, … of as many copies, as 4x0e + 4x1o + 4x2e", got: type });
}

export const gridOf = ({ grid: [betas, alphas] }: SphereOptions): SphereGrid => sphereGrid(betas, alphas);

/** [betas · alphas, (lmax + 1)²] */
export function toGridMatrix(lmax: number, options: SphereOptions): Tensor {
  const size = (lmax + 1) ** 2;
  const values = toSphere(identity(size), lmax, gridOf(options), options.normalization); // [size, points]
  return transposed(values, size);
}

/** [(lmax + 1)², betas · alphas] */
export function fromGridMatrix(lmax: number, options: SphereOptions): Tensor {
  const points = options.grid[0] * options.grid[1];
  return transposed(fromSphere(identity(points), lmax, gridOf(options), options.normalization), points);
}

const identity = (n: number): Float64Array => Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));

function transposed(values: Float64Array, rows: number): Tensor {
  const columns = values.length / rows;
  const data = Float64Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
  return constant(data, [columns, rows]);
}
