import { type CosineOptions, cosineAttributes, cosineSum, cosineTransform } from "../cosine.js";
import { normal, type Op, op, type Tensor } from "../op.js";

/**
 * Discrete cosine transform of one axis. Type II: yₖ = 2 Σ xⱼ cos(πk(2j + 1)/2n); type III: yₖ = x₀ + 2 Σ over j ≥ 1 of
 * xⱼ cos(πj(2k + 1)/2n).
 * @param x real, any shape; the axis may be named (it then takes n² numbers)
 * @throws ShapeError if an option does not fit
 * @source SciPy's dct: scales and norms
 */
export const dct: Op<[x: Tensor, options?: CosineOptions]> = op("dct", {
  args: (x, options) => ({ inputs: [x], attributes: cosineAttributes("dct", x, options) }),
  compose: ([x], attributes) => cosineTransform(x!, attributes),
  reference: ([x], attributes) => cosineSum(x!, attributes, false),
  samples: [
    [normal([5])],
    [normal([2, 4]), { type: 3 }],
    [normal([3, 4]), { axis: 0, norm: "ortho" }],
    [normal([2, 3, 5]), { axis: 1, type: 3, norm: "ortho" }],
    [normal([1])],
  ],
});
