import { ShapeError } from "../../error.js";
import { mulDims } from "../dim.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { reshape } from "./reshape.js";

/**
 * A matrix: the axes before `axis` become the rows, those from it on the columns (ONNX Flatten).
 * @param axis 0 … rank, or counted from the end; 1 by default
 */
export const flatten: Op<[x: Tensor, axis?: number]> = op("flatten", {
  args: (x, axis = 1) => {
    const rank = x.shape.length;
    const at = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(at) || at < 0 || at > rank) {
      throw new ShapeError("flatten", { expected: `an axis in −${rank} … ${rank}`, got: String(axis) });
    }
    return { inputs: [x], attributes: { axis: at } };
  },
  accepts: ["any"],
  compose: ([x], { axis }) => reshape(x!, [mulDims(...x!.shape.slice(0, axis)), mulDims(...x!.shape.slice(axis))]),
  reference: ([x], _, shape) => ({ shape, data: x!.data }),
  samples: [[normal([2, 3, 4])], [normal([2, 3, 4]), -1], [normal([2, 3]), 0], [normal([4, 3]), 2]],
});
