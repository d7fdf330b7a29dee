// Complex 2 × 2 matrices of determinant 1: the spinors that turn with rotations and Lorentz transformations.
import { InputError } from "../error.js";
import { type ComplexMatrix, complexMultiply } from "./complex.js";
import type { Matrix } from "./matrix.js";
import { quaternionOfRotation } from "./rotation.js";

/**
 * The representation of spin j on homogeneous polynomials of degree 2j: Sym²ʲ of a complex 2 × 2 matrix, unitary where a
 * is. Basis √(2j over p) u^(2j − p) v^p, p = 0 … 2j, so m = j − p.
 * @param j 0, 1/2, 1, … 12
 * @param a [2, 2]
 * @returns [2j + 1, 2j + 1]
 * @throws InputError on another j
 */
export function spinMatrix(j: number, a: ComplexMatrix): ComplexMatrix {
  if (!(Number.isInteger(2 * j) && j >= 0 && j <= 12))
    throw new InputError("spinMatrix", { expected: "a spin j of 0, 1/2, 1, … 12", got: String(j) });
  let below: ComplexMatrix = { re: [[1]], im: [[0]] };
  for (let k = 1; k <= 2 * j; k++) below = raised(a, below, k);
  return below;
}

/** Symᵏ from Symᵏ⁻¹: state p of k is √((k − p)/k) u ⊗ (p) + √(p/k) v ⊗ (p − 1). */
function raised(a: ComplexMatrix, below: ComplexMatrix, k: number): ComplexMatrix {
  const parts = (p: number) =>
    [
      { one: 0, rest: p, weight: Math.sqrt((k - p) / k) },
      { one: 1, rest: p - 1, weight: Math.sqrt(p / k) },
    ].filter(({ weight }) => weight > 0);
  const states = Array.from({ length: k + 1 }, (_, p) => parts(p));
  const entries = states.map((rows) =>
    states.map((columns) => {
      let [re, im] = [0, 0];
      for (const r of rows)
        for (const c of columns) {
          const weight = r.weight * c.weight;
          const [x, y] = [a.re[r.one]![c.one]!, a.im[r.one]![c.one]!];
          const [u, v] = [below.re[r.rest]![c.rest]!, below.im[r.rest]![c.rest]!];
          re += weight * (x * u - y * v);
          im += weight * (x * v + y * u);
        }
      return { re, im };
    }),
  );
  return { re: entries.map((row) => row.map(({ re }) => re)), im: entries.map((row) => row.map(({ im }) => im)) };
}

/**
 * The Lorentz transformation of a spinor matrix: X = t + x σ₁ + y σ₂ + z σ₃ goes to a X a†.
 * @param a [2, 2], determinant 1
 * @returns [4, 4] on (t, x, y, z); of a unitary matrix a rotation of (x, y, z)
 */
export function lorentzOfSpinor(a: ComplexMatrix): Matrix {
  const back: ComplexMatrix = {
    re: [0, 1].map((i) => [0, 1].map((k) => a.re[k]![i]!)),
    im: [0, 1].map((i) => [0, 1].map((k) => -a.im[k]![i]!)),
  };
  const columns = pauli.map((x) => {
    const image = complexMultiply(complexMultiply(a, x), back);
    return pauli.map((p) => {
      // tr(p X) / 2, both Hermitian: real.
      let sum = 0;
      for (let i = 0; i < 2; i++)
        for (let k = 0; k < 2; k++) sum += p.re[i]![k]! * image.re[k]![i]! - p.im[i]![k]! * image.im[k]![i]!;
      return sum / 2;
    });
  });
  return [0, 1, 2, 3].map((i) => columns.map((column) => column[i]!));
}

/**
 * One of the two spinor matrices ±a of a Lorentz transformation that keeps the direction of time.
 * @param lorentz [4, 4] on (t, x, y, z), metric + − − −, determinant 1
 * @returns [2, 2], determinant 1: a boost times a rotation
 * @throws InputError if the matrix is no such transformation
 */
export function spinorOfLorentz(lorentz: Matrix): ComplexMatrix {
  const [energy, px, py, pz] = lorentz.map((row) => row[0]!) as [number, number, number, number];
  if (!(energy >= 1 - 1e-6) || lorentz.length !== 4)
    throw new InputError("spinorOfLorentz", {
      expected: "a Lorentz transformation [4, 4] that keeps the direction of time",
      got: `a first entry of ${energy}`,
    });
  // The boost that takes (1, 0) to the first column is the square root of E + p·σ, its spinor (1 + E + p·σ)/√(2 + 2E).
  const size = 1 / Math.sqrt(2 * (energy + 1));
  const boost: ComplexMatrix = {
    re: [
      [size * (energy + 1 + pz), size * px],
      [size * px, size * (energy + 1 - pz)],
    ],
    im: [
      [0, -size * py],
      [size * py, 0],
    ],
  };
  const back: ComplexMatrix = {
    re: [
      [boost.re[1]![1]!, -boost.re[0]![1]!],
      [-boost.re[1]![0]!, boost.re[0]![0]!],
    ],
    im: [
      [0, -boost.im[0]![1]!],
      [-boost.im[1]![0]!, 0],
    ],
  };
  const unboost = lorentzOfSpinor(back);
  const rotation = [1, 2, 3].map((i) =>
    [1, 2, 3].map((j) => unboost[i]!.reduce((sum, x, k) => sum + x * lorentz[k]![j]!, 0)),
  );
  return complexMultiply(boost, spinorOfRotation(rotation));
}

/**
 * One of the two SU(2) matrices ±a of a rotation of (x, y, z): a = w − i (x σ₁ + y σ₂ + z σ₃) of its quaternion.
 * @throws InputError if the matrix is no rotation
 */
export function spinorOfRotation(rotation: Matrix): ComplexMatrix {
  const [w, x, y, z] = quaternionOfRotation(rotation) as [number, number, number, number];
  return {
    re: [
      [w, -y],
      [y, w],
    ],
    im: [
      [-z, -x],
      [-x, z],
    ],
  };
}

const pauli: readonly ComplexMatrix[] = [
  {
    re: [
      [1, 0],
      [0, 1],
    ],
    im: [
      [0, 0],
      [0, 0],
    ],
  },
  {
    re: [
      [0, 1],
      [1, 0],
    ],
    im: [
      [0, 0],
      [0, 0],
    ],
  },
  {
    re: [
      [0, 0],
      [0, 0],
    ],
    im: [
      [0, -1],
      [1, 0],
    ],
  },
  {
    re: [
      [1, 0],
      [0, -1],
    ],
    im: [
      [0, 0],
      [0, 0],
    ],
  },
];
