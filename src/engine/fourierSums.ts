// The references of Fourier transforms: sums by definition.
import type { Direction, FourierAttributes, Norm } from "./fourierAxes.js";
import { build, count, forEachIndex, type Nd, strides } from "./op.js";

/** 1/n, 1/√n or 1, by where the norm puts it. */
export const shareOf = (norm: Norm, direction: Direction, n: number): number =>
  norm === "ortho" ? 1 / Math.sqrt(n) : (norm === "backward") === (direction === "inverse") ? 1 / n : 1;

/** yₖ = share · Σ xⱼ exp(∓2πi Σ jₐkₐ/nₐ) over the axes, x and y complex. */
export function fourierSum(x: Nd, { axes, norm }: FourierAttributes, direction: Direction): Nd {
  const sizes = axes.map((axis) => x.shape[axis]!);
  const steps = axes.map((axis) => strides(x.shape)[axis]!);
  const scale = shareOf(norm, direction, count(sizes));
  const lines = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const data = new Float64Array(count(x.shape));
  const by = strides(x.shape);
  forEachIndex(lines.slice(0, -1), (line) => {
    const start = line.reduce((flat, i, axis) => flat + i * by[axis]!, 0);
    const place = (index: readonly number[]) => index.reduce((flat, i, a) => flat + i * steps[a]!, start);
    forEachIndex(sizes, (k) => {
      let [re, im] = [0, 0];
      forEachIndex(sizes, (j) => {
        const turns = sizes.reduce((sum, n, a) => sum + ((j[a]! * k[a]!) % n) / n, 0);
        const angle = (direction === "forward" ? -2 : 2) * Math.PI * turns;
        const [a, b, c, s] = [x.data[place(j)]!, x.data[place(j) + 1]!, Math.cos(angle), Math.sin(angle)];
        re += a * c - b * s;
        im += a * s + b * c;
      });
      data.set([scale * re, scale * im], place(k));
    });
  });
  return { shape: x.shape, data };
}

/** Real numbers as complex ones. */
export const withoutImaginary = ({ shape, data }: Nd): Nd => ({
  shape: [...shape, 2],
  data: Float64Array.from({ length: 2 * data.length }, (_, i) => (i % 2 === 0 ? data[i / 2]! : 0)),
});

/** The part of each complex number: 0 real, 1 imaginary. */
export const partOf = ({ shape, data }: Nd, part: 0 | 1): Nd => ({
  shape: shape.slice(0, -1),
  data: data.filter((_, i) => i % 2 === part),
});

/** The first entries of an axis. */
export function cropped(x: Nd, axis: number, length: number): Nd {
  const by = strides(x.shape);
  return build(
    x.shape.map((size, i) => (i === axis ? length : size)),
    (index) => x.data[index.reduce((flat, i, a) => flat + i * by[a]!, 0)]!,
  );
}

/** All n bins of the last axis of the transform of a real array, from the first half: X[−k] is the conjugate of X[k]. */
export function mirrored(x: Nd, { axes }: FourierAttributes, n: number): Nd {
  const last = axes.at(-1)!;
  const shape = x.shape.map((size, axis) => (axis === last ? n : size));
  const by = strides(x.shape);
  return build(shape, (index) => {
    const isKnown = index[last]! < x.shape[last]!;
    const from = index.map((i, axis) => (isKnown || !axes.includes(axis) ? i : (shape[axis]! - i) % shape[axis]!));
    const value = x.data[from.reduce((flat, i, axis) => flat + i * by[axis]!, 0)]!;
    return isKnown || index.at(-1) === 0 ? value : -value;
  });
}
