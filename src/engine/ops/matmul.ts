import { ShapeError } from "../../error.js";
import { broadcast, printShape } from "../dim.js";
import { at, build, normal, type Op, op, type Tensor } from "../op.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

/**
 * Matrix product over the last two axes; leading axes broadcast.
 * @param x [..., n, k]
 * @param y [..., k, m]
 * @returns [..., n, m]
 */
export const matmul: Op<[x: Tensor, y: Tensor]> = op("matmul", {
  shape: ([x, y]) => {
    const [a, b] = [x!.shape, y!.shape];
    const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
    if (a.length < 2 || b.length < 2 || !batch || a.at(-1) !== b.at(-2)) {
      throw new ShapeError("matmul", {
        expected: "x [.., n, k], y [.., k, m]",
        got: `${printShape(a)}, ${printShape(b)}`,
        ...(a.at(-1) === b.at(-1) && b.length === 2 && { hint: "transpose(y)?" }),
      });
    }
    return [...batch, a.at(-2)!, b.at(-1)!];
  },
  vjp: ([x, y], g) => [leftCotangent(x!, y!, g), rightCotangent(x!, y!, g)],
  onnx: "MatMul",
  reference: ([x, y], _, shape) =>
    build(shape, (index) => {
      const [batch, row, column] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
      let sum = 0;
      for (let k = 0; k < x!.shape.at(-1)!; k++) sum += at(x!, [...batch, row, k]) * at(y!, [...batch, k, column]);
      return sum;
    }),
  samples: [
    [normal([2, 3]), normal([3, 4])],
    [normal([2, 3, 4]), normal([4, 2])],
    [normal([2, 1, 3, 4]), normal([3, 4, 2])],
  ],
});

/** The last two axes exchanged. */
const swapLast = (x: Tensor): Tensor => {
  const rank = x.shape.length;
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]);
};

/** Whether a tensor is a transpose of the last two axes. */
const isSwapped = ({ rule, attributes }: Tensor): boolean => {
  const { permutation = [] } = attributes as { permutation?: readonly number[] };
  const last = permutation.length - 1;
  const expected = (i: number) => (i === last ? last - 1 : i === last - 1 ? last : i);
  return rule.name === "transpose" && permutation.every((axis, i) => axis === expected(i));
};

/** g·yᵀ; where x is a transpose, as that of y·gᵀ, for x's own cotangent is transposed again. */
const leftCotangent = (x: Tensor, y: Tensor, g: Tensor): Tensor =>
  isSwapped(x) ? swapLast(matmul(y, swapLast(g))) : matmul(g, swapLast(y));

/** xᵀ·g, likewise; where y has no leading axes, as one long product instead of a batch of products and their sum. */
function rightCotangent(x: Tensor, y: Tensor, g: Tensor): Tensor {
  const rows = (t: Tensor) => (y.shape.length > 2 || x.shape.length === 2 ? t : reshape(t, [-1, t.shape.at(-1)!]));
  const [left, right] = [rows(x), rows(g)];
  return isSwapped(y) ? swapLast(matmul(swapLast(right), left)) : matmul(swapLast(left), right);
}
