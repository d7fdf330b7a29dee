import { matmul } from "../ops/matmul.js";
import { transpose } from "../ops/transpose.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

/**
 * (x · yᵀ)ᵀ = y · xᵀ and (xᵀ · y)ᵀ = yᵀ · x for batches of matrices: a session takes the transpose of an operand into the product,
 * that of a result it has to make. A single result is small beside long operands, whose order then matters more.
 */
export const transposedProduct = rewrite("transposedProduct", {
  roots: ["transpose"],
  examples: [
    () => swapLast(matmul(swapLast(input(f32(5, 3, 2))), input(f32(5, 3, 4)))),
    () => swapLast(matmul(input(f32(5, 2, 3)), swapLast(input(f32(4, 3))))),
  ],
  apply: (node) => {
    const [product] = node.inputs;
    if (!isSwap(node) || node.shape.length < 3 || product!.rule.name !== "matmul" || !product!.inputs.some(isSwap))
      return undefined;
    const [x, y] = product!.inputs;
    return matmul(swapLast(y!), swapLast(x!));
  },
});

const swapped = (rank: number): number[] => [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2];
const swapLast = (x: Tensor): Tensor => transpose(x, swapped(x.shape.length));

function isSwap({ rule, attributes, shape }: Tensor): boolean {
  if (rule.name !== "transpose" || shape.length < 2) return false;
  return (attributes.permutation as number[]).join() === swapped(shape.length).join();
}
