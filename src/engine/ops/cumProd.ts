import { alongAxis } from "../alongAxis.js";
import { normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { type Running, running } from "../running.js";
import { constant } from "../tensor.js";
import { cumSum } from "./cumSum.js";
import { expand } from "./expand.js";
import { greater } from "./greater.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { prod } from "./prod.js";
import { reshape } from "./reshape.js";
import { where } from "./where.js";

/**
 * Running product along an axis (the last by default): yᵢ = Π xⱼ over j ≤ i. The derivative is exact where elements
 * are 0, because nothing is divided. n elements cost n log n products, and n² where the axis has a name.
 */
export const cumProd: Op<[x: Tensor, axis?: number, options?: Running]> = op("cumProd", {
  args: (x, axis = -1, { exclusive = false, reverse = false } = {}) => ({
    inputs: [x],
    attributes: { axis: normalAxis("cumProd", axis, x.shape.length), exclusive, reverse },
  }),
  compose: ([x], { axis, exclusive, reverse }) => {
    const length = x!.shape[axis]!;
    if (typeof length === "string") return productOfEarlier(x!, axis, exclusive, reverse);
    let product = exclusive ? shifted(x!, axis, 1, reverse) : x!;
    for (let reach = 1; reach < length; reach *= 2) product = mul(product, shifted(product, axis, reach, reverse));
    return product;
  },
  reference: ([x], { axis, ...order }) =>
    alongAxis(
      x!,
      axis,
      running(order, 1, (a, b) => a * b),
    ),
  samples: [
    [normal([5])],
    [normal([2, 3, 4]), 1, { exclusive: true }],
    [normal([3, 2]), -2, { reverse: true }],
    [normal([2, 4]), -1, { exclusive: true, reverse: true }],
  ],
});

/** Moved along an axis by `step`, away from where the product starts; ones come in. */
const shifted = (x: Tensor, axis: number, step: number, reverse: boolean): Tensor =>
  pad(
    x,
    x.shape.map((_, i) => (i !== axis ? [0, 0] : reverse ? [-step, step] : [step, -step])),
    1,
  );

/** A table [.., i, j, ..] of xⱼ, with ones where j does not count for i, and its product over j. */
function productOfEarlier(x: Tensor, axis: number, exclusive: boolean, reverse: boolean): Tensor {
  const length = x.shape[axis]!;
  const tail = x.shape.slice(axis + 1);
  const place = cumSum(expand(constant(1, [], "i64"), [length]));
  const [i, j] = [
    [length, 1],
    [1, length],
  ].map((shape) => reshape(place, [...shape, ...tail.map(() => 1)]));
  const [from, to] = reverse ? [i!, j!] : [j!, i!];
  const row = reshape(x, [...x.shape.slice(0, axis), 1, length, ...tail]);
  const table = exclusive ? where(greater(to, from), row, 1) : where(greater(from, to), 1, row);
  return prod(table, { axes: [axis + 1] });
}
