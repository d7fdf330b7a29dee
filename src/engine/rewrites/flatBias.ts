import { add } from "../ops/add.js";
import { matmul } from "../ops/matmul.js";
import { reshape } from "../ops/reshape.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/**
 * A stack of rows times one matrix, plus a bias: as a product of two matrices, to which ONNX Runtime adds the bias in the
 * same kernel (Gemm), and whose reshapes are shared with those of the derivative by the matrix.
 */
export const flatBias = rewrite("flatBias", {
  roots: ["add"],
  examples: [() => add(matmul(input(f32(2, 3, 4)), input(f32(4, 5))), input(f32(5)))],
  apply: ({ inputs: [product, bias], shape }) => {
    const [x, y] = product!.inputs;
    const isStack = product!.rule.name === "matmul" && x!.shape.length > 2 && y!.shape.length === 2;
    if (!isStack || bias!.shape.length !== 1) return undefined;
    return reshape(add(matmul(reshape(x!, [-1, x!.shape.at(-1)!]), y!), bias!), shape);
  },
});
