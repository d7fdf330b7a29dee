import { RepError } from "../../error.js";
import { fold, type Key, key, normal } from "../../random.js";
import { checkDegree } from "../degree.js";
import type { Group, Plain, Representation } from "../group.js";
import { type Irreps, irreps } from "../irreps.js";
import { determinant, type Matrix, orthonormalRows, scale } from "../matrix.js";
import { sphericalHarmonics } from "../sphericalHarmonics.js";
import { type KernelBasis, type KernelSpace, type Rings, sampleKernels, spaceRings } from "../steerableKernel.js";
import { wigner3j } from "../wigner3j.js";
import { wignerDOfMatrix } from "../wignerD.js";

/**
 * A basis of the steerable kernels of O(3), or of SO(3) where parities do not count: between copies of two irreps l1 and l2
 * one for each degree l from |l1 − l2| to l1 + l2, K(x) = Σ w3j(l2, l1, l)[.., .., m] Y(l, m)(x).
 * @param from, to irreps of O(3), laid out as e3nn does: copy by copy
 * @param most highest degree of the harmonics, at most 12
 * @throws RepError if the irreps are not irreps; InputError if `most` or a degree is not in 0 … 12
 * @source Weiler et al. 2018, arXiv:1807.02547
 */
export function spaceKernels(
  from: string | Irreps,
  to: string | Irreps,
  most: number,
  group: "O(3)" | "SO(3)" = "O(3)",
): KernelSpace {
  checkDegree("spaceKernels", most);
  const [sources, targets] = [copies(irreps(from)), copies(irreps(to))];
  const [rows, columns] = [irreps(to).dimension, irreps(from).dimension];
  const kernels = targets.flatMap((target) =>
    sources.flatMap((source) => {
      const least = Math.abs(target.l - source.l);
      const degrees = Array.from({ length: Math.min(most, target.l + source.l) - least + 1 }, (_, i) => least + i);
      const isEven = (l: number) => (l % 2 === 0 ? 1 : -1) === target.parity * source.parity;
      return degrees
        .filter((l) => group === "SO(3)" || isEven(l))
        .map((l) => {
          const [height, width] = [2 * target.l + 1, 2 * source.l + 1];
          const block = contraction(wigner3j(target.l, source.l, l), height, width, l);
          return {
            frequency: l,
            irrepSize: height,
            at: (point: readonly number[]) => placed(block(point), rows, columns, target.start, source.start),
          };
        });
    }),
  );
  return { shape: [rows, columns], kernels };
}

/**
 * A basis of the steerable kernels of a finite group of rotations and reflections of space, between any two of its
 * representations: random tensors, averaged over the group and made orthonormal; as many as the characters say.
 * @param group its defining matrices are orthogonal and 3 × 3
 * @param most highest degree of the harmonics, at most 12
 * @throws RepError if the defining matrices are not 3 × 3, or `from` or `to` is no representation; InputError if the
 * group is infinite or `most` is not in 0 … 12
 */
export function finiteSpaceKernels<E extends Plain>(
  group: Group<E>,
  from: Representation<E>,
  to: Representation<E>,
  most: number,
): KernelSpace {
  checkDegree("finiteSpaceKernels", most);
  if (group.dimension !== 3)
    throw new RepError("finiteSpaceKernels", {
      expected: "a group of 3 × 3 matrices",
      got: `${group.name} of ${group.dimension} × ${group.dimension}`,
    });
  const elements = group.elements().map((g) => ({
    space: group.matrix(g),
    left: to.matrix(g),
    right: from.matrix(group.inverse(g)),
  }));
  const [rows, columns] = [to.dimension, from.dimension];
  const kernels = Array.from({ length: most + 1 }, (_, l) => l).flatMap((l) => {
    const actions = elements.map(({ space, left, right }) => ({ left, right, harmonics: harmonicAction(l, space) }));
    const average =
      actions.reduce((sum, { left, right, harmonics }) => sum + trace(left) * trace(right) * trace(harmonics), 0) /
      actions.length;
    const dimension = Math.round(average);
    if (!(Math.abs(average - dimension) < 1e-6))
      throw new RepError("finiteSpaceKernels", {
        expected: `representations of ${group.name}`,
        got: `${to.name} and ${from.name}, whose characters have a mean of ${average}`,
      });
    const seeds = Array.from({ length: dimension }, (_, i) => fold(fold(key(0), l), i));
    const tensors = seeds.map((seed) => [...averaged(actions, rows, columns, 2 * l + 1, seed)]);
    return orthonormalRows(tensors).map((tensor) => ({
      frequency: l,
      irrepSize: rows,
      at: contraction(tensor, rows, columns, l),
    }));
  });
  return { shape: [rows, columns], kernels };
}

/**
 * The steerable kernels sampled on size³ voxels [z, y, x], z and y from the top, by escnn's default policy unless other
 * rings are given.
 */
export const spaceKernelBasis = (kernels: KernelSpace, size: number, rings: Rings = spaceRings(size)): KernelBasis =>
  sampleKernels(kernels, 3, size, rings);

/** The copies of irreps, one by one, and where each starts. */
function copies(all: Irreps) {
  let next = 0;
  return all.flatMap(({ multiplicity, l, parity }) =>
    Array.from({ length: multiplicity }, () => {
      const start = next;
      next += 2 * l + 1;
      return { l, parity, start };
    }),
  );
}

/** The tensor [rows, columns, 2l + 1] times the harmonics of degree l. */
const contraction = (tensor: ArrayLike<number>, rows: number, columns: number, l: number) => {
  const n = 2 * l + 1;
  return (point: readonly number[]): Matrix => {
    const y = sphericalHarmonics(l, point);
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) =>
        y.reduce((sum, value, m) => sum + tensor[(row * columns + column) * n + m]! * value, 0),
      ),
    );
  };
};

/** The block at (top, left) of a matrix that is 0 elsewhere. */
const placed = (block: Matrix, rows: number, columns: number, top: number, left: number): Matrix =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => block[row - top]?.[column - left] ?? 0),
  );

/** How an orthogonal matrix acts on the harmonics of degree l, whose parity is (−1)^l. */
function harmonicAction(l: number, space: Matrix): Matrix {
  const sign = determinant(space) < 0 ? -1 : 1;
  const flat = wignerDOfMatrix(l, scale(sign, space));
  const n = 2 * l + 1;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (l % 2 === 0 ? 1 : sign) * flat[i * n + j]!),
  );
}

const trace = (a: Matrix): number => a.reduce((sum, row, i) => sum + row[i]!, 0);

interface Action {
  readonly left: Matrix;
  readonly right: Matrix;
  readonly harmonics: Matrix;
}

/** A random tensor [rows, columns, n], averaged over the group. */
function averaged(actions: readonly Action[], rows: number, columns: number, n: number, seed: Key): Float64Array {
  const draw = normal(seed, rows * columns * n);
  const out = new Float64Array(draw.length);
  for (const { left, right, harmonics } of actions) {
    const byRow = along(draw, left, 1, rows, columns * n);
    const byColumn = along(byRow, transposed(right), rows, columns, n);
    const moved = along(byColumn, harmonics, rows * columns, n, 1);
    for (let i = 0; i < out.length; i++) out[i]! += moved[i]! / actions.length;
  }
  return out;
}

const transposed = (a: Matrix): Matrix => a.map((row, i) => row.map((_, j) => a[j]![i]!));

/** A square matrix applied along the middle axis of a tensor [before, n, after]. */
function along(tensor: Float64Array, a: Matrix, before: number, n: number, after: number): Float64Array {
  const out = new Float64Array(tensor.length);
  for (let b = 0; b < before; b++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const factor = a[i]![j]!;
        if (factor === 0) continue;
        const [to, from] = [(b * n + i) * after, (b * n + j) * after];
        for (let k = 0; k < after; k++) out[to + k]! += factor * tensor[from + k]!;
      }
  return out;
}
