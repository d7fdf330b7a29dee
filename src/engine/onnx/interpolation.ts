// Where the points of a resized axis lie in the axis before, and how much each of its elements counts there.

export interface Resizing {
  readonly mode: string;
  readonly coordinates: string;
  readonly rounding: string;
  readonly cubic: number;
  readonly antialias: boolean;
  readonly excludeOutside: boolean;
}
export interface AxisResizing {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** Part of the axis that is read, as fractions of it. */
  readonly region: readonly [start: number, end: number];
}

/** Places in the axis before of 0 … to − 1. */
export function sourcePlaces({ coordinates }: Resizing, { from, to, scale, region }: AxisResizing): number[] {
  const length = scale * from;
  const [start, end] = region;
  const place: Readonly<Record<string, (i: number) => number>> = {
    align_corners: (i) => (length === 1 ? 0 : (i * (from - 1)) / (length - 1)),
    asymmetric: (i) => i / scale,
    half_pixel: (i) => (i + 0.5) / scale - 0.5,
    half_pixel_symmetric: (i) => (from / 2) * (1 - to / length) + (i + 0.5) / scale - 0.5,
    pytorch_half_pixel: (i) => (length === 1 ? -0.5 : (i + 0.5) / scale - 0.5),
    tf_crop_and_resize: (i) =>
      start * (from - 1) +
      (length === 1 ? ((end - start) * (from - 1)) / 2 : (i * (end - start) * (from - 1)) / (length - 1)),
    tf_half_pixel_for_nn: (i) => (i + 0.5) / scale,
  };
  return Array.from({ length: to }, (_, i) => place[coordinates]?.(i) ?? Number.NaN);
}

/** The element that stands at each place. */
export function nearest({ rounding }: Resizing, places: readonly number[], from: number): number[] {
  const round: Readonly<Record<string, (x: number) => number>> = {
    ceil: Math.ceil,
    floor: Math.floor,
    round_prefer_ceil: (x) => Math.floor(x + 0.5),
    round_prefer_floor: (x) => Math.ceil(x - 0.5),
  };
  return places.map((x) => Math.min(Math.max(round[rounding]?.(x) ?? Number.NaN, 0), from - 1));
}

/** Row-major [to, from]: what each element counts at each place, by linear or cubic interpolation. */
export function weightsOf(
  options: Resizing,
  places: readonly number[],
  { from, to, scale }: AxisResizing,
): Float64Array {
  const matrix = new Float64Array(to * from);
  const stretch = options.antialias ? Math.min(scale, 1) : 1;
  const kernel = options.mode === "cubic" ? cubicKernel(options.cubic) : (x: number) => Math.max(1 - Math.abs(x), 0);
  const reach = (options.mode === "cubic" ? 2 : 1) / stretch;
  places.forEach((x, row) => {
    const taps = [];
    for (let i = Math.ceil(x - reach); i <= Math.floor(x + reach); i++) {
      const inside = i >= 0 && i < from;
      const weight = options.excludeOutside && !inside ? 0 : kernel(stretch * (i - x));
      taps.push({ at: Math.min(Math.max(i, 0), from - 1), weight });
    }
    const total =
      options.antialias || options.excludeOutside ? taps.reduce((sum, { weight }) => sum + weight, 0) || 1 : 1;
    for (const { at, weight } of taps) matrix[row * from + at]! += weight / total;
  });
  return matrix;
}

/** Keys's cubic convolution. @source Keys 1981, doi:10.1109/TASSP.1981.1163711, eq. 15 */
const cubicKernel =
  (a: number) =>
  (x: number): number => {
    const t = Math.abs(x);
    if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
    return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
  };
