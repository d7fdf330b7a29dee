import { irreps } from "../../group/irreps.js";
import type { Field, GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { productSample } from "../sample.js";
import { type Couples, fullyConnectedPaths } from "../tensorProductPaths.js";
import { type TensorProductOptions, tensorProduct } from "./tensorProduct.js";

/**
 * The tensor product of two fields with a weight for every path and all copies, into irreps of choice.
 * @param x, y fields; their batch axes broadcast
 * @param out irreps wanted
 * @returns field of Out; from fields of variance 1 one of variance 1
 * @throws RepError if an irrep of out is not in x ⊗ y; a type error where all are literals
 * @source e3nn's `FullyConnectedTensorProduct`
 */
export const fullyConnectedTensorProduct = layer("fullyConnectedTensorProduct", {
  samples: (self) => [
    productSample("2x0e + 3x1o", "1x0e + 2x1o", "2x0e + 1x1e + 2x1o", (scope, x, y) =>
      self(scope, x, y, "2x0e + 1x1e + 2x1o" as string),
    ),
  ],
  apply<G extends GroupName, X extends string, Y extends string, const Out extends string>(
    scope: Scope,
    x: Field<G, X>,
    y: Field<NoInfer<G>, Y>,
    out: Out & Couples<X, Y, Out>,
    options: TensorProductOptions = {},
  ): Field<G, Out> {
    return tensorProduct<G, X, Y, Out>(scope, x, y, out, fullyConnectedPaths(x.irreps, y.irreps, irreps(out)), options);
  },
});
