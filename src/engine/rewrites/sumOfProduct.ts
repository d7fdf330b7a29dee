import { mulDims, roughSize, type Shape, sameShape } from "../dim.js";
import { matmul } from "../ops/matmul.js";
import { mul } from "../ops/mul.js";
import { reshape } from "../ops/reshape.js";
import { sum } from "../ops/sum.js";
import { keptShape } from "../reduction.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { isFloat, type Tensor } from "../tensor.js";

/**
 * A sum of products: factors that are the same for all summed are multiplied once, Σ a·b = a · Σ b, and one that varies
 * along the summed axes alone is contracted, Σᵢ aᵢ bᵢⱼ = a · b, so that no product of all axes is stored.
 */
export const sumOfProduct = rewrite("sumOfProduct", {
  roots: ["sum"],
  examples: [
    () => sum(mul(input(f32(2, 3)), input(f32(2, 1))), { axes: [1] }),
    () => sum(mul(input(f32(1, 2)), input(f32(4, 3, 2, 1))), { axes: [0, 1], keepDims: true }),
    () => sum(mul(input(f32(64, 32)), input(f32(64, 1))), { axes: [0] }),
    () => sum(mul(input(f32(32)), input(f32(8, 8, 32))), { axes: [-1], keepDims: true }),
    () => sum(mul(input(f32(32, 8, 1)), input(f32(32, 8, 8))), { axes: [0, 1] }),
    () => sum(mul(mul(input(f32(32)), input(f32(64, 1))), input(f32(64, 32))), { axes: [0], keepDims: true }),
  ],
  apply: (node) => {
    const { axes } = node.attributes as { axes: number[] };
    const [product] = node.inputs;
    if (product!.rule.name !== "mul" || !isFloat(node)) return undefined;
    const rank = product!.shape.length;
    const factors = factorsOf(product!);
    const constants = factors.filter((x) => axes.every((axis) => sizeAt(x, axis, rank) === 1));
    const others = factors.filter((x) => !constants.includes(x));
    const total = summed(others, axes, product!.shape);
    return (
      total &&
      reshape(
        [total, ...constants].reduce((x, y) => mul(x, y)),
        node.shape,
      )
    );
  },
});

/** The sum of a product of at most two factors with axes of length 1 kept, if it takes no product of that shape. */
function summed([x, y, ...more]: readonly Tensor[], axes: readonly number[], shape: Shape): Tensor | undefined {
  const rank = shape.length;
  if (x === undefined || more.length > 0) return undefined;
  if (y !== undefined) return contracted(x, y, axes, shape) ?? contracted(y, x, axes, shape);
  // What was repeated along a summed axis would be counted once only.
  if (axes.some((axis) => sizeAt(x, axis, rank) !== shape[axis])) return undefined;
  return sum(x, { axes: axes.map((axis) => axis - rank + x.shape.length), keepDims: true });
}

/** The sum over the first or the last axes of `whole` times a line along them: a product of matrices. */
function contracted(whole: Tensor, line: Tensor, axes: readonly number[], shape: Shape): Tensor | undefined {
  const isLine = shape.every((dim, axis) => sizeAt(line, axis, shape.length) === (axes.includes(axis) ? dim : 1));
  const [isFirst, isLast] = [
    axes.every((axis, i) => axis === i),
    axes.every((axis, i) => axis === shape.length - axes.length + i),
  ];
  if (!isLine || !sameShape(whole.shape, shape) || isFirst === isLast || roughSize(shape, some) < few) return undefined;
  const along = mulDims(...axes.map((axis) => shape[axis]!));
  const others = mulDims(...shape.filter((_, axis) => !axes.includes(axis)));
  const total = isFirst
    ? matmul(reshape(line, [1, along]), reshape(whole, [along, others]))
    : matmul(reshape(whole, [others, along]), reshape(line, [along, 1]));
  return reshape(total, keptShape(shape, axes));
}

/** Fewer numbers are not worth the reshapes; a name counts as `some`. */
const [few, some] = [2048, 64];

/** The size along an axis of a shape of so many axes, to which x is broadcast. */
const sizeAt = ({ shape }: Tensor, axis: number, rank: number) => shape[axis - rank + shape.length] ?? 1;

/** The factors of nested products; of long ones those at the top. */
const factorsOf = (x: Tensor, depth = 4): Tensor[] =>
  x.rule.name === "mul" && depth > 0 ? x.inputs.flatMap((each) => factorsOf(each, depth - 1)) : [x];
