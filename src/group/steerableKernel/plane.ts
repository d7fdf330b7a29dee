import { RepError } from "../../error.js";
import { type Matrix, multiply, transpose, turn } from "../matrix.js";
import { type KernelBasis, type KernelSpace, planeRings, type Rings, sampleKernels } from "../steerableKernel.js";
import type { PlaneGroup, PlaneIrrep, PlaneRepresentation } from "./planeRepresentation.js";

/**
 * A basis of the steerable kernels from one representation to another, to a frequency. In the complex plane an irrep is a
 * frequency n, and kernels from m to n are z ↦ a e^(iμφ) z with μ = n − m and z ↦ a e^(iμφ) z̄ with μ = n + m, modulo the
 * number of turns; φ is measured from the axis of the flip, and with flips a is real.
 * @throws RepError if the representations are of different groups
 * @source Weiler & Cesa 2019, arXiv:1911.08251, tables 8–12
 */
export function planeKernels(from: PlaneRepresentation, to: PlaneRepresentation, most: number): KernelSpace {
  if (from.group.name !== to.group.name)
    throw new RepError("planeKernels", {
      expected: `a representation of ${from.group.name}`,
      got: `one of ${to.group.name}`,
    });
  const [left, right] = [columnsOf(to), columnsOf(from)];
  const kernels = to.irreps.flatMap((target, i) =>
    from.irreps.flatMap((source, j) =>
      irrepKernels(from.group, source, target, most).map(({ frequency, at }) => ({
        frequency,
        irrepSize: target.size,
        at: (point: readonly number[]) => multiply(multiply(left[i]!, at(point)), transpose(right[j]!)),
      })),
    ),
  );
  return { shape: [to.dimension, from.dimension], kernels };
}

/**
 * The steerable kernels sampled on size × size pixels, by escnn's default policy unless other rings are given; x is
 * right and y is up, so the first row is the largest y.
 * @throws RepError if the representations are of different groups
 */
export const planeKernelBasis = (
  from: PlaneRepresentation,
  to: PlaneRepresentation,
  size: number,
  rings: Rings = planeRings(size),
): KernelBasis => sampleKernels(planeKernels(from, to, Math.max(...rings.bands)), 2, size, rings);

/** The kernels between two irreps; those between lines are the parts of those of the complex plane. */
function irrepKernels({ turns, flips }: PlaneGroup, source: PlaneIrrep, target: PlaneIrrep, most: number) {
  const isWhole = source.size === 2 && target.size === 2;
  const [rows, columns] = [target, source].map(({ size, isOdd }) => (size === 2 ? [0, 1] : [isOdd ? 1 : 0])) as [
    number[],
    number[],
  ];
  const frequencies = Array.from({ length: 2 * most + 1 }, (_, i) => i - most);
  // To or from a line, conjugation adds nothing; between lines, neither do negative frequencies.
  return (isWhole ? [1, -1] : [1]).flatMap((conjugate) =>
    frequencies
      .filter((mu) => isMultiple(mu - target.frequency + conjugate * source.frequency, turns))
      .filter((mu) => mu >= 0 || source.size + target.size > 2)
      .flatMap((mu) => (flips ? [0] : [0, Math.PI / 2]).map((phase) => ({ mu, phase })))
      .filter(({ mu, phase }) => mu !== 0 || !vanishes(phase, rows, columns))
      .map(({ mu, phase }) => ({
        frequency: Math.abs(mu),
        at([x, y]: readonly number[]): Matrix {
          const whole = turn(mu * (Math.atan2(y!, x!) - Math.PI / 2) + phase);
          return rows.map((row) => columns.map((column) => (column === 1 ? conjugate : 1) * whole[row]![column]!));
        },
      })),
  );
}

const isMultiple = (difference: number, turns: number): boolean =>
  turns === Number.POSITIVE_INFINITY ? difference === 0 : difference % turns === 0;

/** Is the constant e^(i phase), 1 or i, zero on these lines? */
const vanishes = (phase: number, rows: readonly number[], columns: readonly number[]): boolean =>
  rows.length === 1 && columns.length === 1 && (phase === 0) === (rows[0] !== columns[0]);

/** For each irrep its columns of the change of basis, [dimension, size]. */
function columnsOf({ irreps, change }: PlaneRepresentation): readonly Matrix[] {
  let start = 0;
  return irreps.map(({ size }) => {
    const columns = change.map((row) => row.slice(start, start + size));
    start += size;
    return columns;
  });
}
