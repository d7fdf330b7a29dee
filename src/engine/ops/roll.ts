import { ShapeError } from "../../error.js";
import { subDims } from "../dim.js";
import { build, normal, normalAxis, type Op, op, strides, type Tensor } from "../op.js";
import { concat } from "./concat.js";
import { slice } from "./slice.js";

/**
 * Moves entries along axes; what leaves at the end comes in at the start: [a, b, c] by 1 is [c, a, b].
 * @param shifts one an axis, of any sign and size; at most the length where that is a name
 */
export const roll: Op<[x: Tensor, shifts: readonly number[], axes: readonly number[]]> = op("roll", {
  args: (x, shifts, axes) => {
    if (shifts.length !== axes.length || !shifts.every(Number.isInteger)) {
      throw new ShapeError("roll", {
        expected: `${axes.length} whole shifts, one an axis`,
        got: `[${shifts.join(", ")}]`,
      });
    }
    return { inputs: [x], attributes: { shifts, axes: axes.map((axis) => normalAxis("roll", axis, x.shape.length)) } };
  },
  accepts: ["any"],
  compose: ([x], { shifts, axes }) => axes.reduce((y, axis, i) => rolled(y, shifts[i]!, axis), x!),
  reference: ([x], { shifts, axes }, shape) => {
    const by = strides(shape);
    const shift = shape.map((_, axis) => shifts.reduce((sum, each, i) => sum + (axes[i] === axis ? each : 0), 0));
    const from = (i: number, axis: number) => modulo(i - shift[axis]!, shape[axis]!);
    return build(shape, (index) => x!.data[index.reduce((flat, i, axis) => flat + from(i, axis) * by[axis]!, 0)]!);
  },
  samples: [
    [normal([4]), [1], [0]],
    [normal([2, 3]), [-1], [-1]],
    [normal([3, 4, 2]), [2, -3], [0, 1]],
    [normal([2, 3]), [0, 0], [0, 1]],
  ],
});

const modulo = (i: number, n: number) => ((i % n) + n) % n;

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const length = x.shape[axis]!;
  const by = typeof length === "number" && length > 0 ? modulo(shift, length) : shift;
  if (by === 0 || length === 0) return x;
  const cut = by > 0 ? subDims(length, by) : -by;
  return concat([slice(x, axis, cut), slice(x, axis, 0, cut)], axis);
}
