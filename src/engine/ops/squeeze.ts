import { ShapeError } from "../../error.js";
import { printShape } from "../dim.js";
import { normal, normalAxes, type Op, op, type Tensor } from "../op.js";
import { reshape } from "./reshape.js";

/**
 * Without the given axes of length 1; by default without all of them.
 * @throws ShapeError if one of the axes has another length
 */
export const squeeze: Op<[x: Tensor, axes?: readonly number[]]> = op("squeeze", {
  args: (x, axes = x.shape.flatMap((dim, i) => (dim === 1 ? [i] : []))) => ({
    inputs: [x],
    attributes: { axes: normalAxes("squeeze", axes, x.shape.length) },
  }),
  accepts: ["any"],
  compose: ([x], { axes }) => {
    if (axes.some((axis) => x!.shape[axis] !== 1)) {
      throw new ShapeError("squeeze", { expected: `length 1 on axes [${axes.join(", ")}]`, got: printShape(x!.shape) });
    }
    return reshape(
      x!,
      x!.shape.filter((_, i) => !axes.includes(i)),
    );
  },
  reference: ([x], _, shape) => ({ shape, data: x!.data }),
  samples: [[normal([1, 3, 1])], [normal([2, 1, 3, 1]), [-1]], [normal([1, 2]), [0]]],
});
