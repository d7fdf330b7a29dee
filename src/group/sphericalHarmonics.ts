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
 * Real spherical harmonics of degree l in e3nn's basis: m = −l … l, y is the polar axis, degree 1 is (x, y, z).
 * @param xyz n vectors, [n, 3] by rows or flat; the zero vector gives zeros (l > 0)
 * @returns [n, 2l + 1], row-major
 * @throws InputError if l is not in 0 … 12 or the normalization is unknown; ShapeError if xyz is not [n, 3]
 */
export function sphericalHarmonics(
  l: number,
  xyz: ArrayLike<number> | Matrix,
  { normalization = "integral", normalize = true }: HarmonicOptions = {},
): Float64Array {
  checkDegree("sphericalHarmonics", l);
  const factor = factors[normalization]?.(l);
  if (factor === undefined)
    throw new InputError("sphericalHarmonics", {
      expected: `a normalization of ${Object.keys(factors).join(", ")}`,
      got: JSON.stringify(normalization),
    });
  const vectors = flat(xyz);
  const out = new Float64Array((vectors.length / 3) * (2 * l + 1));
  const ladders = Array.from({ length: l + 1 }, (_, m) => ladder(l, m, factor));
  for (let i = 0; i < vectors.length / 3; i++) {
    const [x, y, z] = [vectors[3 * i]!, vectors[3 * i + 1]!, vectors[3 * i + 2]!];
    const size = normalize ? Math.hypot(x, y, z) || 1 : 1;
    fill(out, i * (2 * l + 1) + l, ladders, x / size, y / size, z / size);
  }
  return out;
}

const factors: Readonly<Record<Normalization, (l: number) => number>> = {
  integral: (l) => Math.sqrt((2 * l + 1) / (4 * Math.PI)),
  component: (l) => Math.sqrt(2 * l + 1),
  norm: () => 1,
};

/** Y(±m) at centre ± m is S(l, m) of y and r², times the real or imaginary part of (z + ix)^m. */
function fill(out: Float64Array, centre: number, ladders: readonly Ladder[], x: number, y: number, z: number): void {
  const square = x * x + y * y + z * z;
  let [real, imaginary] = [1, 0];
  ladders.forEach(({ start, up, back }, m) => {
    let [last, value] = [0, start];
    for (let k = 0; k < up.length; k++) [last, value] = [value, up[k]! * y * value - back[k]! * square * last];
    out[centre - m] = imaginary * value;
    out[centre + m] = real * value;
    [real, imaginary] = [z * real - x * imaginary, z * imaginary + x * real];
  });
}

/** S(k, m) = up · y · S(k − 1, m) − back · r² · S(k − 2, m) for k = m + 1 … l, from S(m, m) = start. */
interface Ladder {
  readonly start: number;
  readonly up: readonly number[];
  readonly back: readonly number[];
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

function flat(xyz: ArrayLike<number> | Matrix): ArrayLike<number> {
  const isRows = Array.isArray(xyz) && xyz.every((row) => Array.isArray(row));
  const lengths: readonly number[] = isRows
    ? (xyz as Matrix).map((row) => row.length)
    : [xyz.length % 3 === 0 ? 3 : xyz.length];
  const wrong = lengths.find((length) => length !== 3);
  if (wrong !== undefined)
    throw new ShapeError("sphericalHarmonics", { expected: "xyz [n, 3]", got: `[.., ${wrong}]` });
  return isRows ? (xyz as Matrix).flat() : (xyz as ArrayLike<number>);
}
