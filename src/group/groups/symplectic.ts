import { InputError } from "../../error.js";
import { fold, type Key, normal } from "../../random.js";
import { exponential, logarithm } from "../exponential.js";
import { group } from "../group.js";
import { combine } from "../kronecker.js";
import { identity, type Matrix, multiply, scale, square, transpose } from "../matrix.js";

/**
 * Symplectic group Sp(n), n even: real n × n matrices with gᵀ J g = J, J the form of `symplecticForm(n)`. A random
 * element is exp(x) exp(y) of Gaussian elements of the Lie algebra, standard deviation 0.3. Irreps: trivial and vector.
 */
export const symplectic = group("symplectic", {
  symbol: "Sp",
  range: [2, 64],
  sample: [2, 4],
  make(n: number) {
    if (n % 2 !== 0) throw new InputError("symplectic", { expected: "an even n from 2 to 64", got: String(n) });
    const form = symplecticForm(n);
    const lieAlgebra = () => algebra(n);
    return {
      order: null,
      isOrthogonal: false,
      identity: identity(n),
      lieAlgebra,
      multiply,
      inverse: (g: Matrix) => scale(-1, multiply(multiply(form, transpose(g)), form)), // J⁻¹ gᵀ J
      random(key: Key) {
        const basis = lieAlgebra();
        const draw = (name: string) =>
          [...normal(fold(key, name), basis.length)].reduce(
            (sum, x, i) => combine(1, sum, (0.3 * x) / n, basis[i]!),
            square(n, () => 0),
          );
        return multiply(exponential(draw("first")), exponential(draw("second")));
      },
      exponential,
      logarithm,
      matrix: (g: Matrix) => g,
      irreps: [
        { name: "0", matrix: () => [[1]] },
        { name: "vector", isOrthogonal: false, matrix: (g: Matrix) => g },
      ],
    };
  },
});

/** The antisymmetric form [n, n]: blocks [[0, 1], [−1, 0]] along the diagonal, coordinates (q₁, p₁, q₂, p₂, …). */
export const symplecticForm = (n: number): Matrix =>
  square(n, (row, column) => (row % 2 === 0 && column === row + 1 ? 1 : row % 2 === 1 && column === row - 1 ? -1 : 0));

/** J S for each unit S of the symmetric matrices. */
function algebra(n: number): readonly Matrix[] {
  const form = symplecticForm(n);
  const units = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n - i }, (_, k) => [i, i + k] as const),
  ).flat();
  return units.map(([i, j]) =>
    multiply(
      form,
      square(n, (row, column) => ((row === i && column === j) || (row === j && column === i) ? 1 : 0)),
    ),
  );
}
