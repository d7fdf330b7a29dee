import { type BorderWidths, borderRule } from "../borders.js";
import { addDims, subDims } from "../dim.js";
import { type Op, op, type Tensor } from "../op.js";
import { flip } from "./flip.js";
import { slice } from "./slice.js";

/**
 * Pads with x mirrored at its first and last entry, which are not repeated: [a, b, c] by 1 and 1 is [b, a, b, c, b].
 * @param padding one pair an axis, each less than the axis's length (not checked where that is a name)
 */
export const padReflect: Op<[x: Tensor, padding: BorderWidths]> = op(
  "padReflect",
  borderRule("padReflect", {
    before: (x, axis, n) => mirrored(slice(x, axis, 1, n + 1), axis, n),
    after: (x, axis, n) => {
      const last = addDims(x.shape[axis]!, -1);
      return mirrored(slice(x, axis, subDims(last, n), last), axis, n);
    },
    source: (i, n) => (n === 1 ? 0 : n - 1 - Math.abs(n - 1 - Math.abs(i))),
    widest: (n) => n - 1,
  }),
);

const mirrored = (x: Tensor, axis: number, n: number): Tensor => (n === 1 ? x : flip(x, [axis]));
