import { op, type Tensor } from "./op.js";

type Cotangents = (g: Tensor) => readonly (Tensor | undefined)[];

/**
 * A value with a derivative of its own: computes `y`, and passes a cotangent g of y to `wrt` as `cotangents(g)`.
 * For what has a better derivative than its parts (a sum over a known list, a fixed point).
 * @param y any graph of `wrt`; its own derivative is not used
 * @param cotangents one per entry of `wrt`, linear in g, in ops that are differentiable again
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
    vjp: (_, g, { attributes }) => [undefined, ...attributes.cotangents(g)],
    onnx: (_, [y]) => y!,
    reference: ([y]) => y!,
    samples: [],
  },
);
