import { constant, type Tensor } from "../../engine/index.js";
import { matmul, mul, reshape } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import { indexSymmetries } from "../../group/indexSymmetry.js";
import type { ProductBasisOptions } from "../../group/productBasis.js";
import { reducedTensorProducts } from "../../group/reducedTensorProducts.js";
import { dimensionOf, type Field, fromFlat, type GroupName, toFlat } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { productSample } from "../sample.js";

/**
 * The part of a product of fields that has given symmetries of its indices: "ij=-ji" is the antisymmetric product of two,
 * "ijk=jik=ikj" of [x, x, x] the cube of one. No weights; unlike a chain of tensor products it has each irrep once.
 * @param formula as for `reducedTensorProducts` of equivar/group
 * @param xs a field for each letter, in order; of one type where the formula exchanges them; their batch axes broadcast
 * @param options filterOut: irreps wanted; filterMid: irreps to which the products on the way are restricted
 * @returns field of the irreps of `reducedTensorProducts`, from its change of basis
 * @throws RepError on another number of fields, different groups or irreps that are not of space; InputError on another formula
 * @source e3nn's `ReducedTensorProducts`
 */
export const reducedTensorProduct = layer("reducedTensorProduct", {
  samples: (self) => [
    productSample("1x0e + 1x1o", "1x0e + 1x1o", "1x1o + 1x1e", (_, x, y) => self(_, "ij=-ji", [x, y])),
    productSample("1x1o + 1x0o", "1x2e", "1x0e + 4x2e", (_, x, y) =>
      self(_, "ijk=jik", [x, x, y], { filterOut: ["0e", "2e"] }),
    ),
  ],
  apply<G extends GroupName, S extends string>(
    _: Scope,
    formula: string,
    xs: readonly [Field<G, S>, ...Field<NoInfer<G>, string>[]],
    options: ProductBasisOptions = {},
  ): Field<G, string> {
    const { letters } = indexSymmetries(formula);
    const all: readonly Field<GroupName, string>[] = xs;
    const [{ group }] = xs;
    const other = all.find((x) => x.group !== group || dimensionOf(x.group) !== 3);
    if (other || all.length !== letters.length) {
      const expected = `${letters.length} fields of ${dimensionOf(group) === 3 ? group : "O(3) or SO(3)"}`;
      throw new RepError("reducedTensorProduct", { expected, got: other?.group ?? `${all.length}` });
    }
    const indices = Object.fromEntries(letters.map((letter, i) => [letter, all[i]!.irreps]));
    const { irreps, shape, changeOfBasis } = reducedTensorProducts(formula, indices, options);
    const [rows, size] = [shape[0]!, shape.slice(1).reduce((a, b) => a * b, 1)];
    const columns = Float64Array.from(
      changeOfBasis,
      (_, i) => changeOfBasis[(i % rows) * size + Math.floor(i / rows)]!,
    );
    const product = all.map(toFlat).reduce(outer);
    return fromFlat(group, String(irreps), matmul(product, constant(columns, [size, rows], product.dtype)));
  },
});

/** [.., a] and [.., b] as [.., a b]. */
function outer(x: Tensor, y: Tensor): Tensor {
  const all = mul(reshape(x, [...x.shape, 1]), reshape(y, [...y.shape.slice(0, -1), 1, y.shape.at(-1)!]));
  return reshape(all, [...all.shape.slice(0, -2), -1]);
}
