import { halfOf, realFourierRows } from "../fourier.js";
import { type FourierOptions, fourierAttributes, onAxis, scaledRows } from "../fourierAxes.js";
import { cropped, fourierSum, withoutImaginary } from "../fourierSums.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { fft } from "./fft.js";
import { unsqueeze } from "./unsqueeze.js";

/**
 * Discrete Fourier transform of real numbers over one to three axes, without the bins that are conjugates of others:
 * the last of the axes keeps the first ⌊n/2⌋ + 1.
 * @param x real, any shape
 * @returns the shape of x but for that axis, and [..., 2]: pairs (real, imaginary)
 * @throws ShapeError if an option does not fit
 * @source NumPy's rfft and rfftn
 */
export const rfft: Op<[x: Tensor, options?: FourierOptions]> = op("rfft", {
  args: (x, options) => ({ inputs: [x], attributes: fourierAttributes("rfft", x, 0, options) }),
  compose: ([x], { axes, norm }) => {
    const half = onAxis(unsqueeze(x!, [-1]), axes.at(-1)!, scaledRows(realFourierRows, norm, "forward"));
    return axes.length === 1 ? half : fft(half, { axes: axes.slice(0, -1), norm });
  },
  reference: ([x], attributes) => {
    const last = attributes.axes.at(-1)!;
    return cropped(fourierSum(withoutImaginary(x!), attributes, "forward"), last, halfOf(x!.shape[last]!));
  },
  samples: [
    [normal([5])],
    [normal([4, 3]), { axes: [0] }],
    [normal([3, 2, 4]), { axes: [-1, 0], norm: "ortho" }],
    [normal([2, 3, 6]), { axes: [0, 1, 2], norm: "forward" }],
    [normal([1])],
  ],
});
