import { fourierRows } from "../fourier.js";
import { type FourierOptions, fourierAttributes, onAxis, scaledRows } from "../fourierAxes.js";
import { fourierSum } from "../fourierSums.js";
import { complex, type Op, op, type Tensor } from "../op.js";

/**
 * Inverse of `fft` with the same options: yⱼ = 1/n Σ xₖ exp(2πi jk/n).
 * @param x [..., 2], pairs (real, imaginary)
 * @returns the shape of x
 * @throws ShapeError as fft
 */
export const ifft: Op<[x: Tensor, options?: FourierOptions]> = op("ifft", {
  args: (x, options) => ({ inputs: [x], attributes: fourierAttributes("ifft", x, 1, options) }),
  compose: ([x], { axes, norm }) =>
    axes.reduce((y, axis) => onAxis(y, axis, scaledRows(fourierRows, norm, "inverse")), x!),
  reference: ([x], attributes) => fourierSum(x!, attributes, "inverse"),
  samples: [
    [complex([5])],
    [complex([3, 4]), { axes: [0], norm: "forward" }],
    [complex([2, 3, 4]), { axes: [1, 2], norm: "ortho" }],
    [complex([2, 3, 5]), { axes: [0, 1, 2] }],
    [complex([1])],
  ],
});
