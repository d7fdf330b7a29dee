import { Matrix } from "ml-matrix";
import { eachMatrix } from "../hostMatrix.js";
import { dominant, matrixSize, transposed } from "../matrices.js";
import { type Op, op, type Tensor } from "../op.js";
import { frobenius } from "../sylvester.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { matmul } from "./matmul.js";
import { mul } from "./mul.js";

export interface Iteration {
  /** 12 by default. */
  readonly steps?: number;
  /** a, b, c of y ← a·y + b·(y·yᵀ)·y + c·(y·yᵀ)²·y; 15/8, −10/8, 3/8 by default, which converges with order 3. */
  readonly coefficients?: readonly [number, number, number];
}
type Settings = Required<Iteration>;

/**
 * The orthogonal polar factor of x by products alone: x over its Frobenius norm, and odd polynomials that take singular
 * values to 1. Small ones take long: after k steps those above about 1.9⁻ᵏ of the norm are near 1. For Muon's optimizer:
 * `{ steps: 5, coefficients: [3.4445, −4.775, 2.0315] }`, which only takes them to 0.7 … 1.2. `polarOrthogonal` is exact.
 * @param x [.., m, n], not 0
 * @throws ShapeError unless m and n are numbers
 * @source Björck & Bowie 1971, doi:10.1137/0708036
 */
export const newtonSchulz: Op<[x: Tensor, options?: Iteration]> = op("newtonSchulz", {
  args: (x, { steps = 12, coefficients = [15 / 8, -10 / 8, 3 / 8] } = {}) => ({
    inputs: [x],
    attributes: { steps, coefficients } as Settings,
  }),
  compose: ([x], { steps, coefficients: [a, b, c] }) => {
    const [rows, columns] = matrixSize("newtonSchulz", x!);
    let y = div(x!, frobenius(x!));
    for (let step = 0; step < steps; step++) {
      const turned = transposed(y);
      const gram = rows <= columns ? matmul(y, turned) : matmul(turned, y); // the smaller one
      const polynomial = add(mul(gram, b), mul(matmul(gram, gram), c));
      y = add(mul(y, a), rows <= columns ? matmul(polynomial, y) : matmul(y, polynomial));
    }
    return y;
  },
  reference: eachMatrix(([x], { steps, coefficients: [a, b, c] }) => {
    let y = Matrix.mul(x!, 1 / x!.norm());
    for (let step = 0; step < steps; step++) {
      const cubic = y.mmul(y.transpose()).mmul(y);
      const quintic = y.mmul(y.transpose()).mmul(cubic);
      y = Matrix.mul(y, a).add(cubic.mul(b)).add(quintic.mul(c));
    }
    return y;
  }),
  samples: [
    [dominant([2, 3, 3])],
    [dominant([2, 2, 3]), { steps: 3 }],
    [dominant([3, 2]), { steps: 2, coefficients: [3.4445, -4.775, 2.0315] }],
  ],
});
