import { InputError } from "../error.js";
import type { Matrix } from "./matrix.js";

/**
 * A kernel on directions, K(gx) = D_out(g) K(x) D_in(g)⁻¹ for each g of the group: what a convolution needs to map fields
 * of D_in to fields of D_out. Times any function of the radius it stays one.
 */
export interface SteerableKernel {
  /** The degree of the harmonics that K is made of: circular in the plane, spherical in space. */
  readonly frequency: number;
  /** Dimension of the irrep that K maps to, by which its square is divided. */
  readonly irrepSize: number;
  /** K at a point, which counts by its direction only: [out, in]. */
  at(point: readonly number[]): Matrix;
}

/** A basis of steerable kernels, which may be empty. */
export interface KernelSpace {
  /** [out, in] */
  readonly shape: readonly [rows: number, columns: number];
  readonly kernels: readonly SteerableKernel[];
}

/** Where kernels live on the radius: Gaussian rings, each with the highest frequency that its pixels can carry. */
export interface Rings {
  readonly radii: readonly number[];
  /** Standard deviations. */
  readonly widths: readonly number[];
  readonly bands: readonly number[];
}

/** Kernels on a grid of pixels: a linear combination is a filter. */
export interface KernelBasis {
  /** [basis, out, in, size, size], in space one more; rows run downwards: index 0 is the largest y (and z). */
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** What each element of the basis is. */
  readonly elements: readonly { readonly radius: number; readonly frequency: number }[];
}

/**
 * escnn's default rings for planar kernels of size × size pixels: one for each pixel from the centre out.
 * @throws InputError if the size is not a positive integer
 */
export const planeRings = (size: number): Rings =>
  rings(size, (radius, last) => {
    if (radius === 0) return 0;
    return Math.min(2 * radius, radius === last ? 2 : 2 * radius - ((radius + 1) % 2));
  });

/**
 * escnn's default rings for kernels of size × size × size voxels.
 * @throws InputError if the size is not a positive integer
 */
export const spaceRings = (size: number): Rings =>
  rings(size, (radius, last) => Math.min(2 * radius, last - radius + 2));

function rings(size: number, band: (radius: number, last: number) => number): Rings {
  if (!(Number.isInteger(size) && size > 0))
    throw new InputError("rings", { expected: "a size of 1 or more pixels", got: String(size) });
  const radii = Array.from({ length: Math.ceil(size / 2) }, (_, i) => i);
  return {
    radii,
    widths: radii.map((radius) => (radius === 0 ? 0.005 : radius === radii.length - 1 ? 0.4 : 0.6)),
    bands: radii.map((radius) => band(radius, Math.floor(size / 2))),
  };
}

/**
 * The kernels on each ring whose band reaches their frequency, sampled at the pixels. Each is scaled so that its squares,
 * summed over the pixels, are D_out's irrep's identity on average: Σ trace(K Kᵀ) = irrepSize. Those that vanish at all
 * pixels are left out, and those of frequency > 0 are 0 at the centre.
 * @param dimension of the grid: 2 or 3
 * @param size of the grid, in pixels
 * @source Weiler & Cesa 2019, arXiv:1911.08251, as in escnn 1.0
 */
export function sampleKernels(
  { shape, kernels }: KernelSpace,
  dimension: number,
  size: number,
  { radii, widths, bands }: Rings,
): KernelBasis {
  const points = pixels(dimension, size);
  const cell = shape[0] * shape[1];
  const found: { radius: number; frequency: number; values: Float64Array }[] = [];
  for (const kernel of kernels) {
    const reached = radii.flatMap((radius, i) =>
      kernel.frequency <= bands[i]! ? [{ radius, width: widths[i]! }] : [],
    );
    if (reached.length === 0) continue;
    const angular = points.map((point) => kernel.at(point).flat());
    for (const { radius, width } of reached) {
      const values = new Float64Array(cell * points.length);
      points.forEach((point, p) => {
        const r = Math.hypot(...point);
        if (r === 0 && kernel.frequency > 0) return;
        const height = Math.exp(-((r - radius) ** 2) / (2 * width * width));
        for (let i = 0; i < cell; i++) values[i * points.length + p] = height * angular[p]![i]!;
      });
      const square = values.reduce((sum, x) => sum + x * x, 0) / kernel.irrepSize;
      if (square < 1e-12) continue;
      found.push({ radius, frequency: kernel.frequency, values: values.map((x) => x / Math.sqrt(square)) });
    }
  }
  found.sort((a, b) => a.radius - b.radius || a.frequency - b.frequency);
  const values = new Float64Array(found.length * cell * points.length);
  found.forEach((element, i) => {
    values.set(element.values, i * cell * points.length);
  });
  return {
    shape: [found.length, ...shape, ...Array.from({ length: dimension }, () => size)],
    values,
    elements: found.map(({ radius, frequency }) => ({ radius, frequency })),
  };
}

/** The pixels' places (x, y[, z]), pixel by pixel: x runs fastest and upwards, y and z from the top. */
const pixels = (dimension: number, size: number): readonly (readonly number[])[] =>
  Array.from({ length: size ** dimension }, (_, i) =>
    Array.from({ length: dimension }, (_, axis) => {
      const step = (Math.floor(i / size ** axis) % size) - (size - 1) / 2;
      return axis === 0 || step === 0 ? step : -step;
    }),
  );
