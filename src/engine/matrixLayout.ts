import { customVjp } from "./customVjp.js";
import type { Shape } from "./dim.js";
import { fromLanes, part, toLanes } from "./lanes.js";
import { transposed } from "./matrices.js";
import { build, type Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { matmul } from "./ops/matmul.js";
import { mul } from "./ops/mul.js";
import { transpose } from "./ops/transpose.js";
import { constant } from "./tensor.js";

/** Where the matrices of a computation of many products lie, and how it is done there. */
export interface MatrixLayout {
  readonly enter: (x: Tensor) => Tensor;
  readonly leave: (x: Tensor, batch: Shape) => Tensor;
  readonly product: (x: Tensor, y: Tensor) => Tensor;
  readonly transposed: (x: Tensor) => Tensor;
  /** The axes of rows and columns. */
  readonly axes: readonly [rows: number, columns: number];
}

const lanes: MatrixLayout = {
  enter: toLanes,
  leave: fromLanes,
  product: laneProduct,
  transposed: (x) => transpose(x, [1, 0, 2]),
  axes: [0, 1],
};
const batched: MatrixLayout = { enter: (x) => x, leave: (x) => x, product: matmul, transposed, axes: [-2, -1] };

/** Lanes up to 4 × 4, where ONNX Runtime's MatMul costs ten times as much as the few sums and products; else as they are. */
export const layoutFor = (...matrices: readonly Tensor[]): MatrixLayout =>
  matrices.every((x) => x.shape.slice(-2).every((dim) => (dim as number) <= 4)) ? lanes : batched;

/**
 * A computation in the best layout.
 * @param matrices [batch.., n, m] each, of one batch
 * @param compute from the matrices in the layout to one of the result
 */
export function inLayout(
  matrices: readonly Tensor[],
  compute: (layout: MatrixLayout, ...entered: Tensor[]) => Tensor,
): Tensor {
  const layout = layoutFor(...matrices);
  return layout.leave(compute(layout, ...matrices.map(layout.enter)), matrices[0]!.shape.slice(0, -2));
}

/** The identity matrix in a layout, or all of it but the identity. */
export function unit(n: number, { axes }: MatrixLayout, dtype: Tensor["dtype"], isInverted = false): Tensor {
  const shape = axes[0] === 0 ? [n, n, 1] : [n, n];
  return constant(build(shape, ([i, j]) => Number((i === j) !== isInverted)).data, shape, dtype);
}

/** x·g·y. */
export const sandwich = (x: Tensor, g: Tensor, y: Tensor): Tensor =>
  inLayout([x, g, y], ({ product }, a, b, c) => product(product(a, b), c));

/** [n, k, lanes] · [k, m, lanes], an outer product for each k. */
function laneProduct(x: Tensor, y: Tensor): Tensor {
  const outer = Array.from({ length: x.shape[1] as number }, (_, k) => mul(part(x, 1, k, k + 1), part(y, 0, k, k + 1)));
  const turned = (m: Tensor) => transpose(m, [1, 0, 2]);
  return customVjp(outer.reduce(add), [x, y], (g, [a, b]) => [laneProduct(g, turned(b!)), laneProduct(turned(a!), g)]);
}
