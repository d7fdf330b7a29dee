import { eachMatrix, hostExp } from "../hostMatrix.js";
import { matrices, squareSize } from "../matrices.js";
import { inLayout, type MatrixLayout, unit } from "../matrixLayout.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { greater } from "./greater.js";
import { max } from "./max.js";
import { mul } from "./mul.js";
import { stopGradient } from "./stopGradient.js";
import { sum } from "./sum.js";
import { where } from "./where.js";

/** Halvings at most, and the 1-norm up to which the polynomial is exact to 2⁻⁵³. */
const [halvings, reach] = [11, 0.75];

/**
 * Exponential of a matrix: halved until its 1-norm is below 3/4, Taylor's polynomial of degree 16, and squared as often;
 * each matrix of the batch as often as it needs, up to 11 times (norms up to 1,500; beyond, the result is inexact).
 * @param x [.., n, n]
 * @throws ShapeError unless n is a number
 * @source Higham 2008, Functions of Matrices, chapter 10
 */
export const matrixExp: Op<[x: Tensor]> = op("matrixExp", {
  compose: ([x]) => {
    const n = squareSize("matrixExp", x!);
    return inLayout([x!], (layout, entered) => {
      const [rows, columns] = layout.axes;
      const sums = sum(abs(entered!), { axes: [rows], keepDims: true });
      const norm = stopGradient(max(sums, { axes: [columns], keepDims: true }));
      const exceeds = Array.from({ length: halvings }, (_, k) => greater(norm, reach * 2 ** k));
      const scale = exceeds.map((each) => where(each, 0.5, constant(1, [], x!.dtype))).reduce(mul);
      let y = taylor(mul(entered!, scale), unit(n, layout, x!.dtype), layout);
      for (const each of exceeds) y = where(each, layout.product(y, y), y);
      return y;
    });
  },
  reference: eachMatrix(([x]) => hostExp(x!)),
  samples: [[matrices(normal([2, 3, 3]))], [matrices(normal([2, 2]))]],
});

/** Σ xᵏ/k!, k ≤ 16, as a polynomial of x⁴ with polynomials of degree 3 in x as coefficients (Paterson & Stockmeyer). */
function taylor(x: Tensor, one: Tensor, { product }: MatrixLayout): Tensor {
  const second = product(x, x);
  const powers = [one, x, second, product(second, x), product(second, second)];
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  const coefficient = (start: number, terms: number) =>
    powers
      .slice(0, terms)
      .map((power, i) => mul(power, 1 / factorial(start + i)))
      .reduce(add);
  let y = coefficient(12, 5);
  for (const start of [8, 4, 0]) y = add(product(y, powers[4]!), coefficient(start, 4));
  return y;
}
