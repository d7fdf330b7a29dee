import { fourierRows } from "../fourier.js";
import { type FourierOptions, fourierAttributes, onAxis, scaledRows } from "../fourierAxes.js";
import { fourierSum } from "../fourierSums.js";
import { complex, type Op, op, type Tensor } from "../op.js";

/**
 * Discrete Fourier transform of complex numbers over one to three axes: yₖ = Σ xⱼ exp(−2πi jk/n). Products with the
 * matrix of the transform: one for a short axis, two or more by Cooley and Tukey for a long one (engine/fourier.ts).
 * @param x [..., 2], pairs (real, imaginary); axes of any length ≥ 1, batch axes and they may be named (a named axis
 * takes n² numbers)
 * @returns the shape of x
 * @throws ShapeError if the last axis is not of length 2, or an option does not fit
 * @source NumPy's fft, fft2 and fftn: signs, order of bins, norms
 */
export const fft: Op<[x: Tensor, options?: FourierOptions]> = op("fft", {
  args: (x, options) => ({ inputs: [x], attributes: fourierAttributes("fft", x, 1, options) }),
  compose: ([x], { axes, norm }) =>
    axes.reduce((y, axis) => onAxis(y, axis, scaledRows(fourierRows, norm, "forward")), x!),
  reference: ([x], attributes) => fourierSum(x!, attributes, "forward"),
  samples: [
    [complex([5])],
    [complex([2, 4]), { axes: [0] }],
    [complex([3, 2, 4]), { axes: [-1, 0], norm: "ortho" }],
    [complex([2, 3, 5]), { axes: [0, 1, 2], norm: "forward" }],
    [complex([1])],
  ],
});
