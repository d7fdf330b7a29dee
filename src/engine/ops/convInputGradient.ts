import { ShapeError } from "../../error.js";
import {
  accumulated,
  type ConvOptions,
  type ConvWindow,
  convWindow,
  forEachProduct,
  spanOf,
  totalPadding,
  windowCounts,
} from "../convolution.js";
import { addDims, type Dim, mulDims, printShape, type Shape, sameShape } from "../dim.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { convTranspose } from "./convTranspose.js";
import { pad } from "./pad.js";
import { slice } from "./slice.js";

/**
 * The derivative of a convolution y = conv(x, weight, options) by x: Σ over windows of weight · g, put back where x was.
 * @param g cotangent of y, [batch, out, ...windows]
 * @param weight [out, channels / groups, ...kernel]
 * @param space size of x, which y does not tell where the stride is above 1
 * @returns [batch, channels, ...space]
 * @throws ShapeError if the convolution of that space has other windows than g
 */
export const convInputGradient: Op<[g: Tensor, weight: Tensor, space: Shape, options?: ConvOptions]> = op(
  "convInputGradient",
  {
    args: (g, weight, space, options) => {
      const [out, each] = weight.shape;
      const channels = mulDims(each!, options?.groups ?? 1);
      const x = { ...g, shape: [g.shape[0]!, channels, ...space] };
      const window = convWindow("convInputGradient", x, weight, options);
      const windows = [out!, ...windowCounts("convInputGradient", space, window)];
      if (!sameShape(g.shape.slice(1), windows)) {
        throw new ShapeError("convInputGradient", {
          expected: `g [batch, ${windows.join(", ")}]`,
          got: printShape(g.shape),
        });
      }
      return { inputs: [g, weight], attributes: { space, ...window } };
    },
    compose: ([g, weight], { space, ...window }) => {
      // What the last window leaves over; where only the run knows it, the result is first made longer, then cut.
      const left = space.map((_, axis) => leftOver(space, window, axis));
      const cut = space.flatMap((_, axis) => (left[axis] === undefined ? [axis] : []));
      const y = convTranspose(g!, weight!, {
        ...window,
        padding: window.padding.map((pair, axis) => (cut.includes(axis) ? [0, 0] : pair)),
        outputPadding: left.map((each) => each ?? 0),
      });
      return cut.reduce((long, axis) => {
        const [before] = window.padding[axis]!;
        const more = long.shape.map((_, i): [Dim, Dim] => [0, i === axis + 2 ? window.strides[axis]! - 1 : 0]);
        return slice(pad(long, more), axis + 2, before, addDims(before, space[axis]!));
      }, y);
    },
    reference: ([g, weight], window, shape) =>
      accumulated(shape, (x) =>
        forEachProduct([shape, weight!.shape, g!.shape], window, (i, k, j) => {
          x[i]! += g!.data[j]! * weight!.data[k]!;
        }),
      ),
    samples: [
      [normal([2, 3, 3]), normal([3, 2, 3]), [5]],
      [normal([2, 2, 3, 3]), normal([2, 2, 3, 2]), [6, 4], { strides: 2, padding: [[1, 0], 1] }],
      [normal([1, 6, 4]), normal([6, 2, 2]), [5], { groups: 2, dilations: 3, padding: 1 }],
    ],
    exempt: { named: "the space is an argument; named ones are tested in conv.test.ts" },
  },
);

/** Elements after the last window, less than a stride; undefined where only the run knows. */
function leftOver(space: Shape, window: ConvWindow, axis: number): number | undefined {
  const stride = window.strides[axis]!;
  if (stride === 1) return 0;
  const n = space[axis]!;
  return typeof n === "number" ? (n + totalPadding(window, axis) - spanOf(window, axis) - 1) % stride : undefined;
}
