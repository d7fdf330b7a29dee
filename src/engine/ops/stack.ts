import { ShapeError } from "../../error.js";
import { printShape, sameShape } from "../dim.js";
import { nd, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { concat } from "./concat.js";
import { unsqueeze } from "./unsqueeze.js";

/**
 * Tensors of one shape side by side on a new axis.
 * @param axis its place in the result; 0 by default
 * @throws ShapeError if there are none, or their shapes differ
 */
export const stack: Op<[parts: readonly Tensor[], axis?: number]> = op("stack", {
  args: (parts, axis = 0) => ({
    inputs: parts,
    attributes: { axis: normalAxis("stack", axis, (parts[0]?.shape.length ?? 0) + 1) },
  }),
  accepts: ["any"],
  compose: (parts, { axis }) => {
    if (parts.length === 0 || parts.some((x) => !sameShape(x.shape, parts[0]!.shape))) {
      throw new ShapeError("stack", {
        expected: "tensors of one shape",
        got: parts.map((x) => printShape(x.shape)).join(", ") || "none",
      });
    }
    return concat(
      parts.map((x) => unsqueeze(x, [axis])),
      axis,
    );
  },
  reference: (parts, { axis }, shape) => {
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const value = (flat: number) => {
      const [outer, rest] = [Math.floor(flat / (inner * parts.length)), flat % (inner * parts.length)];
      return parts[Math.floor(rest / inner)]!.data[outer * inner + (rest % inner)]!;
    };
    return nd(
      shape,
      Array.from({ length: parts.length * parts[0]!.data.length }, (_, i) => value(i)),
    );
  },
  samples: [
    [[normal([2, 3]), normal([2, 3])]],
    [[normal([2, 3]), normal([2, 3]), normal([2, 3])], -1],
    [[normal([]), normal([])], 0],
    [[normal([3])], 1],
  ],
});
