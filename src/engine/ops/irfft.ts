import { ShapeError } from "../../error.js";
import { type Dim, mulDims, subDims } from "../dim.js";
import { halfOf, type Kernel, realFourierRows } from "../fourier.js";
import { type FourierOptions, fourierAttributes, onAxis, scaledRows, transposed } from "../fourierAxes.js";
import { fourierSum, mirrored, partOf } from "../fourierSums.js";
import { complex, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";
import { arange } from "./arange.js";
import { equal } from "./equal.js";
import { extent } from "./extent.js";
import { ifft } from "./ifft.js";
import { logicalOr } from "./logicalOr.js";
import { mul } from "./mul.js";
import { squeeze } from "./squeeze.js";
import { unsqueeze } from "./unsqueeze.js";
import { where } from "./where.js";

export interface RealOptions extends FourierOptions {
  /** How many numbers the last of the axes gets: 2 (bins − 1) by default, or that + 1. */
  readonly length?: Dim;
}

/**
 * Inverse of `rfft` with the same options, to real numbers. Imaginary parts of bins that are their own conjugates (0,
 * and n/2 of an even length) are not read.
 * @param x [..., 2], pairs (real, imaginary), of ⌊length/2⌋ + 1 bins on the last of the axes
 * @returns the shape of x without the pairs, that axis of the length
 * @throws ShapeError if an option or the length does not fit
 * @source NumPy's irfft and irfftn
 */
export const irfft: Op<[x: Tensor, options?: RealOptions]> = op("irfft", {
  args: (x, options = {}) => {
    const attributes = fourierAttributes("irfft", x, 1, options);
    const bins = x.shape[attributes.axes.at(-1)!]!;
    const { length = mulDims(2, subDims(bins, 1)) } = options;
    if (halfOf(length) !== bins || length === 0) {
      throw new ShapeError("irfft", {
        expected: `a length ≥ 1 whose half + 1 is ${bins} bins`,
        got: `${length}`,
        hint: "give the length",
      });
    }
    return { inputs: [x], attributes: { ...attributes, length } };
  },
  compose: ([x], { axes, norm, length }) => {
    const [others, last] = [axes.slice(0, -1), axes.at(-1)!];
    const half = others.length === 0 ? x! : ifft(x!, { axes: others, norm });
    const rows = (bins: Tensor, kernel: Kernel) => toReal(bins, length, kernel);
    return squeeze(
      onAxis(
        half,
        last,
        scaledRows(rows, norm, "inverse", () => length),
      ),
      [-1],
    );
  },
  reference: ([x], attributes) =>
    partOf(fourierSum(mirrored(x!, attributes, attributes.length as number), attributes, "inverse"), 0),
  samples: [
    [complex([3])],
    [{ ...complex([3]), fixed: 2 }, { length: 5 }],
    [complex([3, 2]), { axes: [0], norm: "forward" }],
    [complex([3, 2, 4]), { axes: [0, 2], norm: "ortho" }],
    [
      { ...complex([2, 3, 3]), fixed: 2 },
      { axes: [0, 1, 2], length: 5 },
    ],
    [{ ...complex([1]), fixed: 2 }, { length: 1 }],
  ],
});

/** [rows, bins, 2] → [rows, n, 1]: the transpose of rfft, where a bin that stands for two counts twice. */
function toReal(x: Tensor, n: Dim, { scale }: Kernel): Tensor {
  const k = arange(x.shape[1]!);
  const isOwnConjugate = logicalOr(equal(k, 0), equal(mul(k, 2), extent(arange(n), [0])));
  const weight = where(isOwnConjugate, constant(scale, [], x.dtype), 2 * scale);
  const weighted = mul(x, unsqueeze(weight, [-1]));
  return transposed((rows) => realFourierRows(rows, { sign: -1, scale: 1 }), [x.shape[0]!, n, 1], weighted);
}
