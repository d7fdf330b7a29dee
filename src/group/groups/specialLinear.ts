import { fold, type Key } from "../../random.js";
import { exponential, inverseMatrix, logarithm } from "../exponential.js";
import { group } from "../group.js";
import { haarRotation, symmetricGaussian } from "../haar.js";
import { trace } from "../kronecker.js";
import { identity, type Matrix, multiply, square } from "../matrix.js";

/**
 * Special linear group SL(n): real n × n matrices of determinant 1. A random element is a Haar rotation times the
 * exponential of a symmetric Gaussian matrix of trace 0, standard deviation 0.3. Irreps: trivial and vector.
 */
export const specialLinear = group("specialLinear", {
  symbol: "SL",
  range: [2, 64],
  sample: [2, 3],
  make: (n: number) => ({
    order: null,
    isOrthogonal: false,
    identity: identity(n),
    lieAlgebra: () => [...units(n), ...traceless(n)],
    multiply,
    inverse: inverseMatrix,
    random(key: Key) {
      const x = symmetricGaussian(fold(key, "stretch"), n, 0.3);
      const mean = trace(x) / n;
      const stretch = exponential(x.map((row, i) => row.map((value, j) => (i === j ? value - mean : value))));
      return multiply(haarRotation(fold(key, "rotation"), n), stretch);
    },
    exponential,
    logarithm,
    matrix: (g: Matrix) => g,
    irreps: [
      { name: "0", matrix: () => [[1]] },
      { name: "vector", isOrthogonal: false, matrix: (g: Matrix) => g },
    ],
  }),
});

/** E_ij for i ≠ j. */
const units = (n: number): readonly Matrix[] =>
  Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n] as const)
    .filter(([i, j]) => i !== j)
    .map(([i, j]) => square(n, (row, column) => (row === i && column === j ? 1 : 0)));

/** E_ii − E_i+1,i+1. */
const traceless = (n: number): readonly Matrix[] =>
  Array.from({ length: n - 1 }, (_, i) =>
    square(n, (row, column) => (row !== column ? 0 : row === i ? 1 : row === i + 1 ? -1 : 0)),
  );
