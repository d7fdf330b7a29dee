import { solve, Matrix as Table } from "ml-matrix";
import { InputError, ShapeError } from "../error.js";
import { checkDegree } from "./degree.js";
import type { Matrix } from "./matrix.js";
import { type Normalization, sphericalHarmonics } from "./sphericalHarmonics.js";

/** A grid on the unit sphere: betas from the pole y, equally spaced and never on a pole, alphas about it from z to x. */
export interface SphereGrid {
  /** (k + ½)π/n, radians. */
  readonly betas: Float64Array;
  /** 2πk/n, radians. */
  readonly alphas: Float64Array;
  /** (sin β sin α, cos β, sin β cos α), [betas, alphas, 3]. */
  readonly points: Float64Array;
  /** For each beta: Σ weights[j] f(j, k) is the integral of f over the sphere, to degree < both numbers of angles. */
  readonly weights: Float64Array;
}

/**
 * The grid of e3nn's `s2_grid`.
 * @param betas, alphas how many angles, 1 or more
 * @throws InputError if one is not a positive integer
 * @source Fejér 1933: the first rule, exact for polynomials in cos β of degree < betas
 */
export function sphereGrid(betas: number, alphas: number): SphereGrid {
  for (const n of [betas, alphas])
    if (!(Number.isInteger(n) && n > 0))
      throw new InputError("sphereGrid", { expected: "positive numbers of angles", got: `${betas}, ${alphas}` });
  const b = Float64Array.from({ length: betas }, (_, k) => ((k + 0.5) * Math.PI) / betas);
  const a = Float64Array.from({ length: alphas }, (_, k) => (2 * Math.PI * k) / alphas);
  const points = Array.from(b, (beta) =>
    Array.from(a, (alpha) => [Math.sin(beta) * Math.sin(alpha), Math.cos(beta), Math.sin(beta) * Math.cos(alpha)]),
  );
  const weights = b.map((beta) => {
    let sum = 1;
    for (let k = 1; 2 * k <= betas; k++) sum -= (2 * Math.cos(2 * k * beta)) / (4 * k * k - 1);
    return (sum * 4 * Math.PI) / betas / alphas;
  });
  return { betas: b, alphas: a, points: Float64Array.from(points.flat(2)), weights };
}

/**
 * Values on the grid of the functions with the given coefficients, as e3nn's `ToS2Grid`: f = Σ c Y with Y of "integral"
 * normalisation; for coefficients of "component" normalisation Y is "norm"/√(lmax + 1), for those of "norm" it is
 * "component"/√(lmax + 1), so that f has variance 1 where the coefficients are so normalised.
 * @param coefficients [n, (lmax + 1)²], flat: degree 0, then 1, … each m = −l … l
 * @returns [n, betas, alphas], row-major
 * @throws InputError if lmax is not in 0 … 12; ShapeError if the coefficients are not of that shape
 */
export function toSphere(
  coefficients: ArrayLike<number>,
  lmax: number,
  grid: SphereGrid,
  normalization: Normalization = "integral",
): Float64Array {
  checkDegree("toSphere", lmax);
  const [size, places] = [(lmax + 1) ** 2, grid.points.length / 3];
  checkRows("toSphere", "coefficients [n, (lmax + 1)²]", coefficients, size);
  const basis = harmonics(lmax, grid.points, normalization).map(({ y, scale }) => y.map((x) => scale * x));
  const out = new Float64Array((coefficients.length / size) * places);
  for (let i = 0; i < out.length / places; i++)
    basis.forEach((y, l) => {
      for (let place = 0; place < places; place++)
        for (let m = 0; m <= 2 * l; m++)
          out[i * places + place]! += coefficients[i * size + l * l + m]! * y[place * (2 * l + 1) + m]!;
    });
  return out;
}

/**
 * The coefficients of functions given on the grid, as e3nn's `FromS2Grid`: the inverse of `toSphere` where the functions
 * are of degree ≤ lmax; in general exact to degree d where d + lmax < both numbers of angles.
 * @param values [n, betas, alphas], flat
 * @returns [n, (lmax + 1)²], row-major
 * @throws InputError if lmax is not in 0 … 12 or the grid has less than 2 lmax + 1 angles; ShapeError if the values do not fit
 */
export function fromSphere(
  values: ArrayLike<number>,
  lmax: number,
  grid: SphereGrid,
  normalization: Normalization = "integral",
): Float64Array {
  checkDegree("fromSphere", lmax);
  const [size, places, n] = [(lmax + 1) ** 2, grid.points.length / 3, grid.alphas.length];
  if (Math.min(grid.betas.length, n) <= 2 * lmax)
    throw new InputError("fromSphere", {
      expected: `a grid of at least ${2 * lmax + 1} betas and alphas for lmax ${lmax}`,
      got: `${grid.betas.length} × ${n}`,
    });
  checkRows("fromSphere", "values [n, betas, alphas]", values, places);
  const basis = harmonics(lmax, grid.points, normalization);
  const out = new Float64Array((values.length / places) * size);
  for (let i = 0; i < out.length / size; i++)
    basis.forEach(({ y, scale }, l) => {
      for (let place = 0; place < places; place++) {
        const share = (grid.weights[Math.floor(place / n)]! * values[i * places + place]!) / scale;
        for (let m = 0; m <= 2 * l; m++) out[i * size + l * l + m]! += share * y[place * (2 * l + 1) + m]!;
      }
    });
  return out;
}

/**
 * The projection to degree ≤ lmax of Σ values · δ(positions), scaled so that one of them has the value at its place.
 * @param positions [n, 3], any length
 * @returns coefficients [(lmax + 1)²] of "integral" normalisation
 * @throws InputError if lmax is not in 0 … 12; ShapeError if there is not one value for each position
 */
export function sumOfDiracs(positions: Matrix, values: readonly number[], lmax: number): Float64Array {
  const rows = at("sumOfDiracs", positions, values, lmax);
  const weights = values.map((value) => (4 * Math.PI * value) / (lmax + 1) ** 2);
  return combine(rows, weights, lmax);
}

/**
 * The smallest function of degree ≤ lmax, as a sum of harmonics at the positions, that has the values there.
 * @param positions [n, 3], any length; where they coincide, or are more than fit, the values are met by least squares
 * @returns coefficients [(lmax + 1)²] of "integral" normalisation
 * @throws InputError if lmax is not in 0 … 12; ShapeError if there is not one value for each position
 */
export function peaksAt(positions: Matrix, values: readonly number[], lmax: number): Float64Array {
  const rows = at("peaksAt", positions, values, lmax);
  if (rows.length === 0) return combine(rows, [], lmax);
  const table = new Table(rows.map((row) => [...row]));
  const weights = solve(table.mmul(table.transpose()), Table.columnVector([...values]), true);
  return combine(rows, weights.getColumn(0), lmax);
}

/** The harmonics l ≤ lmax of "integral" normalisation at the points, and by which factor of them functions are summed. */
function harmonics(lmax: number, points: ArrayLike<number> | Matrix, normalization: Normalization) {
  const used = { integral: "integral", component: "norm", norm: "component" } as const;
  const shrink = normalization === "integral" ? 1 : 1 / Math.sqrt(lmax + 1);
  return Array.from({ length: lmax + 1 }, (_, l) => {
    const pole = (one: Normalization) => sphericalHarmonics(l, [0, 1, 0], { normalization: one })[l]!;
    return {
      y: sphericalHarmonics(l, points),
      scale: (shrink * pole(used[normalization] ?? normalization)) / pole("integral"),
    };
  });
}

/** For each position its harmonics, [n, (lmax + 1)²]. */
function at(where: string, positions: Matrix, values: readonly number[], lmax: number): readonly Float64Array[] {
  checkDegree(where, lmax);
  if (positions.length !== values.length)
    throw new ShapeError(where, {
      expected: "one value for each position",
      got: `${values.length} values, ${positions.length} positions`,
    });
  return positions.map((position) =>
    Float64Array.from(harmonics(lmax, [position], "integral").flatMap(({ y }) => [...y])),
  );
}

const combine = (rows: readonly Float64Array[], weights: readonly number[], lmax: number): Float64Array =>
  Float64Array.from({ length: (lmax + 1) ** 2 }, (_, column) =>
    rows.reduce((sum, row, i) => sum + weights[i]! * row[column]!, 0),
  );

function checkRows(where: string, expected: string, flat: ArrayLike<number>, size: number): void {
  if (flat.length % size !== 0)
    throw new ShapeError(where, { expected: `${expected}, a multiple of ${size} numbers`, got: String(flat.length) });
}
