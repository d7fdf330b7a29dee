import { constant, nd, op, type Tensor } from "./op.js";

/**
 * Entries of matrices in lanes by row and column, without a derivative: x [n, m, lanes] → [k, 1, lanes].
 * @param rows, columns k numbers each
 */
export const entriesAt = (x: Tensor, rows: readonly number[], columns: readonly number[]): Tensor =>
  gatherPairs(
    x,
    constant(
      rows.flatMap((row, i) => [row, columns[i]!]),
      [rows.length, 1, 2],
      "i64",
    ),
  );

const gatherPairs = op<[x: Tensor, pairs: Tensor], unknown>("gatherPairs", {
  args: (x, pairs) => ({ inputs: [x, pairs] }),
  accepts: ["any", "integer"],
  dtype: ([x]) => x!.dtype,
  shape: ([x, pairs]) => [...pairs!.shape.slice(0, -1), ...x!.shape.slice(2)],
  vjp: "none",
  onnx: "GatherND",
  reference: ([x, pairs], _, shape) => {
    const lanes = x!.shape[2]!;
    const start = (k: number) => (pairs!.data[2 * k]! * x!.shape[1]! + pairs!.data[2 * k + 1]!) * lanes;
    return nd(
      shape,
      Array.from({ length: shape[0]! }, (_, k) => [...x!.data.subarray(start(k), start(k) + lanes)]).flat(),
    );
  },
  samples: [],
});
