import { pseudoInverse } from "ml-matrix";
import { customVjp } from "../customVjp.js";
import { epsilon } from "../epsilon.js";
import { eachMatrix } from "../hostMatrix.js";
import { dominant, matrixSize } from "../matrices.js";
import { inLayout } from "../matrixLayout.js";
import { type Op, type Operand, op, type Tensor } from "../op.js";
import { rawSingular } from "../singular.js";
import { scaledGram } from "../symmetricEigen.js";
import { add } from "./add.js";
import { greater } from "./greater.js";
import { mul } from "./mul.js";
import { reciprocal } from "./reciprocal.js";
import { slice } from "./slice.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

export interface Cutoff {
  /** Singular values of at most this part of the largest count as 0; max(m, n)·ε by default. */
  readonly rcond?: number;
}

/**
 * Moore and Penrose's inverse, V·S⁺·Uᵀ. The derivative is that at constant rank.
 * @param x [.., m, n]
 * @returns [.., n, m]
 * @throws ShapeError unless m and n are numbers
 * @source Golub & Pereyra 1973, doi:10.1137/0710036
 */
export const pinv: Op<[x: Tensor, options?: Cutoff]> = op("pinv", {
  args: (x, { rcond } = {}) => ({ inputs: [x], attributes: { rcond } }),
  compose: ([x], { rcond }) => {
    const { left, values, right } = rawSingular("pinv", x!);
    const part: Operand = rcond ?? mul(epsilon(x!.dtype), Math.max(...matrixSize("pinv", x!)));
    const counts = greater(values, mul(slice(values, -1, 0, 1), part));
    const inverted = where(counts, reciprocal(where(counts, values, 1)), 0);
    const y = scaledGram(right, inverted, left);
    return customVjp(y, [x!], (g, [a], y) => [cotangent(a!, y, g)]);
  },
  reference: eachMatrix(([x]) => pseudoInverse(x!)),
  samples: [[dominant([2, 3, 2])], [dominant([2, 3])], [dominant([2, 2, 2])]],
});

/** −yᵀ·g·yᵀ + (1 − x·y)·gᵀ·y·yᵀ + yᵀ·y·gᵀ·(1 − y·x); the last two are 0 for a regular matrix. */
const cotangent = (x: Tensor, y: Tensor, g: Tensor): Tensor =>
  inLayout([x, y, g], ({ product, transposed }, x, y, g) => {
    const [yt, gt] = [transposed(y!), transposed(g!)];
    const outer = product(gt, product(y!, yt)); // gᵀ·y·yᵀ
    const inner = product(product(yt, y!), gt); // yᵀ·y·gᵀ
    const first = sub(outer, product(x!, product(y!, outer)));
    const last = sub(inner, product(product(inner, y!), x!));
    return sub(add(first, last), product(yt, product(g!, yt)));
  });
