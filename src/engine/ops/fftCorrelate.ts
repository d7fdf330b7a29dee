import { normal, type Op, op, type Tensor } from "../op.js";
import { type ConvolveOptions, convolveAttributes, convolved, spectralProduct } from "../spectralProduct.js";
import { flip } from "./flip.js";

/**
 * Cross-correlation of real numbers by the convolution theorem, over one to three axes: zₖ = Σ xₖ₊ⱼ yⱼ, where k starts
 * at 1 − m for "full" (y all but one before x), 0 for "valid" and "circular", in the middle for "same".
 * @param x [..., n, ...], and y [..., m, ...] with m ≤ n but for "full"; axes count from x's end in both, other axes broadcast
 * @returns by mode: "full" n + m − 1, "same" n, "valid" n − m + 1, "circular" n
 * @throws ShapeError if shapes or options do not fit
 * @source SciPy's correlate
 */
export const fftCorrelate: Op<[x: Tensor, y: Tensor, options?: ConvolveOptions]> = op("fftCorrelate", {
  args: (x, y, options) => ({ inputs: [x, y], attributes: convolveAttributes("fftCorrelate", x, y, options) }),
  compose: ([x, y], attributes) => {
    if (attributes.mode === "circular") return spectralProduct(x!, y!, attributes, true);
    return spectralProduct(x!, flip(y!, attributes.axes), attributes);
  },
  reference: (inputs, attributes, shape) => convolved(inputs, attributes, shape, 1),
  samples: [
    [normal([5]), normal([3])],
    [normal([2, 3]), normal([4])],
    [normal([5, 2]), normal([4, 1]), { axes: [0], mode: "same" }],
    [normal([4, 5]), normal([3, 2]), { axes: [0, 1], mode: "valid" }],
    [normal([2, 3, 4]), normal([2, 2, 3]), { axes: [-1, -2, 0], mode: "circular" }],
  ],
});
