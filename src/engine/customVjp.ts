import { op, type Tensor } from "./op.js";

/**
 * From the cotangent of y: those of `wrt`, linear in g, in ops that are differentiable again. The tensors come as
 * arguments and must not be captured, because the graph may have been moved to other leaves in the meantime. That y has
 * this derivative too.
 */
export type Cotangents = (g: Tensor, wrt: readonly Tensor[], y: Tensor) => readonly (Tensor | undefined)[];

/**
 * A value with a derivative of its own, for what has a better one than its parts (a sum over a known list, a fixed point).
 * @param y any graph; its own derivative is not used
 * @param wrt what y depends on, and what else the derivative needs (give those no cotangent)
 * @example customVjp(mul(x, s), [x, s], (g, [, s], y) => [mul(g, add(s, mul(y, sub(1, s)))), undefined]) // s = sigmoid(x)
 */
export const customVjp = (y: Tensor, wrt: readonly Tensor[], cotangents: Cotangents): Tensor =>
  withVjp(y, wrt, cotangents);

const withVjp = op<[y: Tensor, wrt: readonly Tensor[], cotangents: Cotangents], { cotangents: Cotangents }>(
  "customVjp",
  {
    args: (y, wrt, cotangents) => ({ inputs: [y, ...wrt], attributes: { cotangents } }),
    accepts: ["any"],
    shape: ([y]) => y!.shape,
    dtype: ([y]) => y!.dtype,
    vjp: ([, ...wrt], g, node) => [undefined, ...node.attributes.cotangents(g, wrt, node)],
    onnx: (_, [y]) => y!,
    reference: ([y]) => y!,
    samples: [],
  },
);
