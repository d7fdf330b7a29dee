import { cast, matmul, reshape } from "../ops/index.gen.js";
import type { Tensor } from "../tensor.js";

/** As NumPy's matmul: a vector is a row on the left and a column on the right; integers by way of f64. */
export function multiplied(x: Tensor, y: Tensor): Tensor {
  if (x.dtype === "i32" || x.dtype === "i64") return cast(multiplied(cast(x, "f64"), cast(y, "f64")), x.dtype);
  if (x.shape.length === 1) {
    const rows = multiplied(reshape(x, [1, x.shape[0]!]), y);
    return reshape(rows, [
      ...rows.shape.slice(0, y.shape.length - 2),
      ...(y.shape.length > 1 ? rows.shape.slice(-1) : []),
    ]);
  }
  if (y.shape.length > 1) return matmul(x, y);
  const columns = matmul(x, reshape(y, [y.shape[0]!, 1]));
  return reshape(columns, columns.shape.slice(0, -1));
}
