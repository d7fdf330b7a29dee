import { type CosineOptions, cosineAttributes, cosineSum, cosineTransform } from "../cosine.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { div } from "./div.js";
import { extent } from "./extent.js";

/**
 * Inverse of `dct` with the same options: the other type, by 2n where the norm is "backward".
 * @throws ShapeError if an option does not fit
 * @source SciPy's idct
 */
export const idct: Op<[x: Tensor, options?: CosineOptions]> = op("idct", {
  args: (x, options) => {
    const { type, ...attributes } = cosineAttributes("idct", x, options);
    return { inputs: [x], attributes: { ...attributes, type: type === 2 ? 3 : 2 } as const };
  },
  compose: ([x], attributes) => {
    const y = cosineTransform(x!, attributes);
    return attributes.norm === "ortho" ? y : div(div(y, 2), extent(x!, [attributes.axis]));
  },
  reference: ([x], attributes) => cosineSum(x!, attributes, true),
  samples: [
    [normal([5])],
    [normal([2, 4]), { type: 3 }],
    [normal([3, 4]), { axis: 0, norm: "ortho" }],
    [normal([2, 3, 5]), { axis: 1, type: 3, norm: "ortho" }],
    [normal([1])],
  ],
});
