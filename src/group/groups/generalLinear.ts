import { fold, type Key } from "../../random.js";
import { exponential, inverseMatrix, logarithm } from "../exponential.js";
import { group } from "../group.js";
import { haarRotation, symmetricGaussian } from "../haar.js";
import { determinant, identity, type Matrix, multiply, square } from "../matrix.js";

/**
 * GL+(n): real n × n matrices of positive determinant. A random element is a Haar rotation times the exponential of a
 * symmetric Gaussian matrix, standard deviation 0.3. Irreps: trivial, determinant and vector.
 */
export const generalLinear = group("generalLinear", {
  symbol: "GL+",
  range: [1, 64],
  sample: [1, 2, 3],
  make: (n: number) => ({
    order: null,
    isOrthogonal: false,
    identity: identity(n),
    lieAlgebra: () =>
      Array.from({ length: n * n }, (_, at) => square(n, (row, column) => (row * n + column === at ? 1 : 0))),
    multiply,
    inverse: inverseMatrix,
    random: (key: Key) =>
      multiply(haarRotation(fold(key, "rotation"), n), exponential(symmetricGaussian(fold(key, "stretch"), n, 0.3))),
    exponential,
    logarithm,
    matrix: (g: Matrix) => g,
    irreps: [
      { name: "0", matrix: () => [[1]] },
      { name: "det", isOrthogonal: false, matrix: (g: Matrix) => [[determinant(g)]] },
      ...(n > 1 ? [{ name: "vector", isOrthogonal: false, matrix: (g: Matrix) => g }] : []),
    ],
  }),
});
