import type { Key } from "../../random.js";
import { type ComplexMatrix, realified } from "../complex.js";
import { exponential, logarithm } from "../exponential.js";
import { group, type StatedRepresentation } from "../group.js";
import { haarSpecialUnitary } from "../haar.js";
import { identity, type Matrix, multiply, rows, scale, transpose } from "../matrix.js";
import { adjointOfSpecialUnitary, planes, specialUnitaryAlgebra } from "../planes.js";
import { lorentzOfSpinor, spinMatrix } from "../spinor.js";
import { wignerDOfMatrix } from "../wignerD.js";
import { wignerDerivative } from "../wignerDerivative.js";

/**
 * Special unitary group SU(n): elements are complex n × n matrices as real ones [2n, 2n], [[Re, −Im], [Im, Re]].
 * Irreps of SU(2) over the reals are the spins "0", "1/2", … "12": whole ones have dimension 2j + 1 and are Wigner's D of
 * the rotation, half ones 2(2j + 1). Of other n: trivial, vector (dimension 2n) and adjoint.
 */
export const specialUnitary = group("specialUnitary", {
  symbol: "SU",
  range: [1, 16],
  sample: [1, 2, 3],
  make: (n: number) => ({
    order: n === 1 ? 1 : null,
    identity: identity(2 * n),
    lieAlgebra: () => specialUnitaryAlgebra(n),
    multiply,
    inverse: transpose,
    random: (key: Key) => haarSpecialUnitary(key, n),
    exponential,
    logarithm,
    matrix: (g: Matrix) => g,
    irreps: n === 1 ? trivial : n === 2 ? spins : [...trivial, vector, adjoint],
  }),
});

/** The rotation [3, 3] of (x, y, z) that an element of SU(2) covers: x·σ goes to g (x·σ) g†. */
export const rotationOfSpinor = (g: Matrix): Matrix =>
  lorentzOfSpinor(complexOf(g))
    .slice(1)
    .map((row) => row.slice(1));

type Irreps = readonly StatedRepresentation<Matrix>[];

/** The complex matrix [n, n] of an element. */
function complexOf(g: Matrix): ComplexMatrix {
  const n = g.length / 2;
  return { re: g.slice(0, n).map((row) => row.slice(0, n)), im: g.slice(n).map((row) => row.slice(0, n)) };
}

const trivial: Irreps = [{ name: "0", type: "real", matrix: () => [[1]] }];
const vector = { name: "vector", type: "complex", matrix: (g: Matrix) => g } as const;
const adjoint = { name: "adjoint", type: "real", matrix: adjointOfSpecialUnitary } as const;

const spins: Irreps = Array.from({ length: 25 }, (_, twice) =>
  twice % 2 === 0
    ? {
        name: String(twice / 2),
        type: "real",
        dimension: twice + 1,
        matrix: (g) => rows(wignerDOfMatrix(twice / 2, rotationOfSpinor(g)), twice + 1),
        lieAlgebra: () => turns().map((x) => wignerDerivative(twice / 2, x)),
      }
    : {
        name: `${twice}/2`,
        type: "quaternionic",
        dimension: 2 * twice + 2,
        matrix: (g) => realified(spinMatrix(twice / 2, complexOf(g))),
      },
);

/** The derivative of `rotationOfSpinor` on the basis of the Lie algebra: each turns a plane by twice its angle. */
const turns = (): readonly Matrix[] => {
  const [xy, xz, yz] = planes(3).map((x) => scale(-2, x)) as [Matrix, Matrix, Matrix];
  return [xz, yz, xy];
};
