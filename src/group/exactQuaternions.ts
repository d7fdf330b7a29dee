// Unit quaternions with coordinates in ℤ[√2] or ℤ[φ], exactly: the binary polyhedral groups and their rotations.
import type { StatedGroup } from "./group.js";
import { type Matrix, square } from "./matrix.js";

/** w + x i + y j + z k with coordinates (a + b θ)/2, as the integers [a, b] of w, x, y, z: eight in all. */
export type ExactQuaternion = readonly number[];

/** The ring of the a + b θ: θ² = square + linear θ. */
export interface Ring {
  readonly theta: number;
  readonly square: number;
  readonly linear: number;
}

export const withRootTwo: Ring = { theta: Math.SQRT2, square: 2, linear: 0 };
/** φ = (1 + √5)/2, φ² = 1 + φ. */
export const withGoldenRatio: Ring = { theta: (1 + Math.sqrt(5)) / 2, square: 1, linear: 1 };

const one: ExactQuaternion = [2, 0, 0, 0, 0, 0, 0, 0];

/** ab */
const product = ({ square: s, linear }: Ring) => {
  const sum = (a: ExactQuaternion, b: ExactQuaternion, terms: readonly (readonly [number, number, number])[]) => {
    let [plain, theta] = [0, 0];
    for (const [i, j, sign] of terms) {
      const [p, q, u, v] = [a[2 * i]!, a[2 * i + 1]!, b[2 * j]!, b[2 * j + 1]!];
      plain += sign * (p * u + s * q * v);
      theta += sign * (p * v + q * u + linear * q * v);
    }
    return [plain / 2, theta / 2]; // halves times halves are quarters; what is left is a half again
  };
  return (a: ExactQuaternion, b: ExactQuaternion): ExactQuaternion => hamilton.flatMap((terms) => sum(a, b, terms));
};

/** (i, j, sign) of the terms aᵢ bⱼ of each coordinate of a product. */
const hamilton = [
  [
    [0, 0, 1],
    [1, 1, -1],
    [2, 2, -1],
    [3, 3, -1],
  ],
  [
    [0, 1, 1],
    [1, 0, 1],
    [2, 3, 1],
    [3, 2, -1],
  ],
  [
    [0, 2, 1],
    [2, 0, 1],
    [3, 1, 1],
    [1, 3, -1],
  ],
  [
    [0, 3, 1],
    [3, 0, 1],
    [1, 2, 1],
    [2, 1, -1],
  ],
] as const;

const conjugated = (a: ExactQuaternion): ExactQuaternion => a.map((x, i) => (i < 2 || x === 0 ? x : -x));

/** The 4 × 4 matrix of x → a x on the quaternions. */
const leftMatrix = (ring: Ring, a: ExactQuaternion): Matrix => {
  const value = (i: number) => (a[2 * i]! + a[2 * i + 1]! * ring.theta) / 2;
  return square(4, (row, column) =>
    hamilton[row]!.reduce((sum, [i, j, sign]) => (j === column ? sum + sign * value(i) : sum), 0),
  );
};

/** A double cover: quaternions, acting on the space of quaternions from the left. */
export const binaryGroup = (ring: Ring, order: number, generators: readonly ExactQuaternion[]) =>
  ({
    order,
    identity: one,
    generators,
    multiply: product(ring),
    inverse: conjugated,
    matrix: (a: ExactQuaternion) => leftMatrix(ring, a),
  }) satisfies StatedGroup<ExactQuaternion>;

/** The rotations x → a x a⁻¹: quaternions up to sign, of which that with the first coordinate positive is kept. */
export const rotationGroup = (ring: Ring, order: number, generators: readonly ExactQuaternion[]) => {
  const times = product(ring);
  return {
    order,
    identity: one,
    generators: generators.map((g) => upToSign(ring, g)),
    multiply: (a: ExactQuaternion, b: ExactQuaternion) => upToSign(ring, times(a, b)),
    inverse: (a: ExactQuaternion) => upToSign(ring, conjugated(a)),
    matrix: (a: ExactQuaternion) => rotationMatrix(ring, a),
  } satisfies StatedGroup<ExactQuaternion>;
};

/** The rotation x → a x a⁻¹ of space; each entry is rounded once. */
export function rotationMatrix(ring: Ring, a: ExactQuaternion): Matrix {
  const times = product(ring);
  const columns = [1, 2, 3].map((axis) => {
    const unit = one.map((_, i) => (i === 2 * axis ? 2 : 0));
    return times(times(a, unit), conjugated(a));
  });
  return square(3, (row, column) => {
    const image = columns[column]!;
    return (image[2 * row + 2]! + image[2 * row + 3]! * ring.theta) / 2;
  });
}

const upToSign = ({ theta }: Ring, a: ExactQuaternion): ExactQuaternion => {
  const values = [0, 2, 4, 6].map((i) => a[i]! + a[i + 1]! * theta);
  const isNegative = values.find((value) => Math.abs(value) > 1e-9)! < 0;
  return isNegative ? a.map((x) => (x === 0 ? 0 : -x)) : a;
};

/** (1 + i + j + k)/2, order 6, and i, order 4: they generate 2T. */
export const tetrahedralGenerators: readonly ExactQuaternion[] = [
  [1, 0, 1, 0, 1, 0, 1, 0],
  [0, 0, 2, 0, 0, 0, 0, 0],
];
/** (1 + i + j + k)/2 and (1 + i)/√2, order 8: they generate 2O. */
export const octahedralGenerators: readonly ExactQuaternion[] = [
  [1, 0, 1, 0, 1, 0, 1, 0],
  [0, 1, 0, 1, 0, 0, 0, 0],
];
/** (1 + i + j + k)/2 and (φ + φ⁻¹ i + j)/2, order 10: they generate 2I. */
export const icosahedralGenerators: readonly ExactQuaternion[] = [
  [1, 0, 1, 0, 1, 0, 1, 0],
  [0, 1, -1, 1, 1, 0, 0, 0],
];
