import { InputError, ShapeError } from "../error.js";
import { checkDegree } from "./degree.js";
import type { Matrix } from "./matrix.js";

/** ∥Y∥² on the unit sphere: (2l + 1)/4π, 2l + 1, or 1. */
export type Normalization = "integral" | "component" | "norm";

export interface HarmonicOptions {
  /** "integral" if not given, as in e3nn. */
  readonly normalization?: Normalization;
  /** Divide each vector by its length first (true if not given)? If not: the homogeneous polynomial of degree l. */
  readonly normalize?: boolean;
}

/**
 * Real spherical harmonics in e3nn's basis: m = −l … l, y is the polar axis, degree 1 is (x, y, z).
 * @param l degree, or degrees whose harmonics stand side by side: [0, 1, 2] is faster than three calls
 * @param xyz n vectors, [n, 3] by rows or flat; the zero vector gives zeros (l > 0)
 * @returns [n, sum of 2l + 1], row-major
 * @throws InputError if l is not in 0 … 12 or occurs twice, or the normalization is unknown; ShapeError if xyz is not [n, 3]
 */
export function sphericalHarmonics(
  l: number | readonly number[],
  xyz: ArrayLike<number> | Matrix,
  { normalization = "integral", normalize = true }: HarmonicOptions = {},
): Float64Array {
  const degrees: readonly number[] = Array.isArray(l) ? l : [l];
  for (const degree of degrees) checkDegree("sphericalHarmonics", degree);
  if (new Set(degrees).size < degrees.length)
    throw new InputError("sphericalHarmonics", { expected: "each degree once", got: `[${degrees}]` });
  const factor = factorOf("sphericalHarmonics", normalization);
  const vectors = flat("sphericalHarmonics", xyz);
  const plan = planOf(degrees, factor);
  const out = new Float64Array((vectors.length / 3) * plan.width);
  for (let i = 0; i < vectors.length / 3; i++) {
    const x = vectors[3 * i]!;
    const y = vectors[3 * i + 1]!;
    const z = vectors[3 * i + 2]!;
    const size = normalize ? length(x, y, z) || 1 : 1;
    fill(out, i * plan.width, plan, x / size, y / size, z / size);
  }
  return out;
}

/**
 * Gradients of the real spherical harmonics of degree l by x, y and z; arguments as for `sphericalHarmonics`.
 * With `normalize` they are those of Y(v/|v|): tangent to the sphere, falling off as 1/|v|; 0 at the zero vector.
 * @returns [n, 2l + 1, 3], row-major
 * @throws InputError if l is not in 0 … 12 or the normalization is unknown; ShapeError if xyz is not [n, 3]
 */
export function sphericalHarmonicsGradient(
  l: number,
  xyz: ArrayLike<number> | Matrix,
  { normalization = "integral", normalize = true }: HarmonicOptions = {},
): Float64Array {
  const ladders = laddersOf("sphericalHarmonicsGradient", l, normalization);
  const vectors = flat("sphericalHarmonicsGradient", xyz);
  const size = 3 * (2 * l + 1);
  const out = new Float64Array((vectors.length / 3) * size);
  for (let i = 0; i < vectors.length / 3; i++) {
    const [x, y, z] = [vectors[3 * i]!, vectors[3 * i + 1]!, vectors[3 * i + 2]!];
    const r = normalize ? length(x, y, z) : 1;
    if (r === 0) continue;
    fillGradient(out, i * size + 3 * l, ladders, x / r, y / r, z / r);
    if (normalize) project(out.subarray(i * size, (i + 1) * size), x / r, y / r, z / r, r);
  }
  return out;
}

const factors: Readonly<Record<Normalization, (l: number) => number>> = {
  integral: (l) => Math.sqrt((2 * l + 1) / (4 * Math.PI)),
  component: (l) => Math.sqrt(2 * l + 1),
  norm: () => 1,
};

/** Where the harmonics of each degree 0 … most go, and the ladders of all orders one after the other. */
interface Plan {
  readonly most: number;
  readonly width: number;
  /** Place of m = 0 in a row, −1 of a degree that is not asked for. */
  readonly centres: Int32Array;
  /** The ladders climb from factor(k − 1) S(k − 1, m) to factor(k) S(k, m). */
  readonly starts: Float64Array;
  readonly up: Float64Array;
  readonly back: Float64Array;
}

function planOf(degrees: readonly number[], factor: (l: number) => number): Plan {
  const most = Math.max(0, ...degrees);
  const ladders = Array.from({ length: most + 1 }, (_, m) => ladder(most, m, 1));
  const centres = new Int32Array(most + 1).fill(-1);
  let width = 0;
  for (const l of degrees) {
    centres[l] = width + l;
    width += 2 * l + 1;
  }
  return {
    most,
    width,
    centres,
    starts: Float64Array.from(ladders, ({ start }, m) => start * factor(m)),
    up: Float64Array.from(ladders.flatMap(({ up }, m) => up.map((x, i) => (x * factor(m + 1 + i)) / factor(m + i)))),
    back: Float64Array.from(
      // The first rung has nothing two below it.
      ladders.flatMap(({ back }, m) => back.map((x, i) => (i === 0 ? 0 : (x * factor(m + 1 + i)) / factor(m - 1 + i)))),
    ),
  };
}

/** Y(±m) at centre ± m is S(l, m) of y and r², times the real or imaginary part of (z + ix)^m. */
function fill(out: Float64Array, row: number, plan: Plan, x: number, y: number, z: number): void {
  const { most, centres, starts, up, back } = plan;
  const square = x * x + y * y + z * z;
  let real = 1;
  let imaginary = 0;
  for (let m = 0, at = 0; m <= most; m++) {
    let last = 0;
    let value = starts[m]!;
    for (let k = m; ; k++, at++) {
      const centre = centres[k]!;
      if (centre >= 0) {
        out[row + centre - m] = imaginary * value;
        out[row + centre + m] = real * value;
      }
      if (k === most) break;
      const next = up[at]! * y * value - back[at]! * square * last;
      last = value;
      value = next;
    }
    const turned = z * real - x * imaginary;
    imaginary = z * imaginary + x * real;
    real = turned;
  }
}

/** As `fill`, differentiated: of Y(±m) the three numbers from centre ± 3m on. */
function fillGradient(
  out: Float64Array,
  centre: number,
  ladders: readonly Ladder[],
  x: number,
  y: number,
  z: number,
): void {
  const square = x * x + y * y + z * z;
  let [real, imaginary, realBefore, imaginaryBefore] = [1, 0, 0, 0];
  for (let m = 0; m < ladders.length; m++) {
    const { start, up, back } = ladders[m]!;
    // S and its derivatives by y, at constant r², and by r².
    let [last, lastByY, lastBySquare, value, byY, bySquare] = [0, 0, 0, start, 0, 0];
    for (let k = 0; k < up.length; k++) {
      const next = up[k]! * y * value - back[k]! * square * last;
      const nextByY = up[k]! * (value + y * byY) - back[k]! * square * lastByY;
      const nextBySquare = up[k]! * y * bySquare - back[k]! * (last + square * lastBySquare);
      [last, lastByY, lastBySquare, value, byY, bySquare] = [value, byY, bySquare, next, nextByY, nextBySquare];
    }
    // d(z + ix)^m = m (z + ix)^(m − 1) (dz + i dx)
    const [turn, tilt] = [m * realBefore * value, m * imaginaryBefore * value];
    const [low, high] = [centre - 3 * m, centre + 3 * m];
    out[low] = turn + 2 * imaginary * bySquare * x;
    out[low + 1] = imaginary * (byY + 2 * bySquare * y);
    out[low + 2] = tilt + 2 * imaginary * bySquare * z;
    out[high] = -tilt + 2 * real * bySquare * x;
    out[high + 1] = real * (byY + 2 * bySquare * y);
    out[high + 2] = turn + 2 * real * bySquare * z;
    [realBefore, imaginaryBefore] = [real, imaginary];
    [real, imaginary] = [z * real - x * imaginary, z * imaginary + x * real];
  }
}

/** The gradients, at the unit vector (x, y, z), of what is constant along rays: the tangent part, over the radius. */
function project(gradients: Float64Array, x: number, y: number, z: number, radius: number): void {
  for (let i = 0; i < gradients.length; i += 3) {
    const along = gradients[i]! * x + gradients[i + 1]! * y + gradients[i + 2]! * z;
    gradients[i] = (gradients[i]! - along * x) / radius;
    gradients[i + 1] = (gradients[i + 1]! - along * y) / radius;
    gradients[i + 2] = (gradients[i + 2]! - along * z) / radius;
  }
}

/** S(k, m) = up · y · S(k − 1, m) − back · r² · S(k − 2, m) for k = m + 1 … l, from S(m, m) = start. */
interface Ladder {
  readonly start: number;
  readonly up: readonly number[];
  readonly back: readonly number[];
}

function laddersOf(where: string, l: number, normalization: Normalization): readonly Ladder[] {
  checkDegree(where, l);
  const factor = factorOf(where, normalization)(l);
  return Array.from({ length: l + 1 }, (_, m) => ladder(l, m, factor));
}

function factorOf(where: string, normalization: Normalization): (l: number) => number {
  const factor = factors[normalization];
  if (factor) return factor;
  throw new InputError(where, {
    expected: `a normalization of ${Object.keys(factors).join(", ")}`,
    got: JSON.stringify(normalization),
  });
}

/** Schmidt's semi-normalised Legendre functions, without the Condon–Shortley sign. */
function ladder(l: number, m: number, factor: number): Ladder {
  const degrees = Array.from({ length: l - m }, (_, k) => m + 1 + k);
  const below = Array.from({ length: m }, (_, k) => k + 1);
  return {
    start: below.reduce((value, k) => value * (k === 1 ? 1 : Math.sqrt((2 * k - 1) / (2 * k))), factor),
    up: degrees.map((k) => (2 * k - 1) / Math.sqrt(k * k - m * m)),
    back: degrees.map((k) => Math.sqrt(((k - 1) ** 2 - m * m) / (k * k - m * m))),
  };
}

/** As Math.hypot and faster; squares neither overflow nor vanish where |v| is between 1e-140 and 1e140. */
function length(x: number, y: number, z: number): number {
  const square = x * x + y * y + z * z;
  return square > 1e-280 && square < 1e280 ? Math.sqrt(square) : Math.hypot(x, y, z);
}

function flat(where: string, xyz: ArrayLike<number> | Matrix): ArrayLike<number> {
  const isRows = Array.isArray(xyz) && xyz.every((row) => Array.isArray(row));
  const lengths: readonly number[] = isRows
    ? (xyz as Matrix).map((row) => row.length)
    : [xyz.length % 3 === 0 ? 3 : xyz.length];
  const wrong = lengths.find((length) => length !== 3);
  if (wrong !== undefined) throw new ShapeError(where, { expected: "xyz [n, 3]", got: `[.., ${wrong}]` });
  return isRows ? (xyz as Matrix).flat() : (xyz as ArrayLike<number>);
}
