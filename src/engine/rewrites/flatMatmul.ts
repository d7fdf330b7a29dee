import { matmul } from "../ops/matmul.js";
import { reshape } from "../ops/reshape.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/**
 * A stack of rows times one matrix is one product of two matrices: ONNX Runtime then adds a bias within it (Gemm), and
 * the reshapes are shared with those of the derivative by the matrix.
 */
export const flatMatmul = rewrite("flatMatmul", {
  roots: ["matmul"],
  examples: [() => matmul(input(f32(2, 3, 4)), input(f32(4, 5)))],
  apply: ({ inputs: [x, y], shape }) =>
    x!.shape.length > 2 && y!.shape.length === 2
      ? reshape(matmul(reshape(x!, [-1, x!.shape.at(-1)!]), y!), shape)
      : undefined,
});
