import { type BorderWidths, borderRule } from "../borders.js";
import { subDims } from "../dim.js";
import { type Op, op, type Tensor } from "../op.js";
import { slice } from "./slice.js";

/**
 * Pads with x continued periodically: [a, b, c] by 1 and 1 is [c, a, b, c, a].
 * @param padding one pair an axis, each at most the axis's length (not checked where that is a name)
 */
export const padCircular: Op<[x: Tensor, padding: BorderWidths]> = op(
  "padCircular",
  borderRule("padCircular", {
    before: (x, axis, n) => slice(x, axis, subDims(x.shape[axis]!, n)),
    after: (x, axis, n) => slice(x, axis, 0, n),
    source: (i, n) => (i + n) % n,
    widest: (n) => n,
  }),
);
