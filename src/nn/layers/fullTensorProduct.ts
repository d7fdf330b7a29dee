import type { Field, GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { productSample } from "../sample.js";
import { fullPaths, type ProductNormalization } from "../tensorProductPaths.js";
import { tensorProduct } from "./tensorProduct.js";

/**
 * All of the tensor product of two fields, without weights: every copy with every copy, into every irrep.
 * @param x, y fields; their batch axes broadcast
 * @returns field of the irreps of x ⊗ y, sorted; a part for each path
 * @source e3nn's `FullTensorProduct`
 */
export const fullTensorProduct = layer("fullTensorProduct", {
  samples: (self) => [
    productSample("2x0e + 1x1o", "1x1o", "1x0e + 2x1o + 1x1e + 1x2e", (scope, x, y) => self(scope, x, y)),
  ],
  apply<G extends GroupName, X extends string, Y extends string>(
    scope: Scope,
    x: Field<G, X>,
    y: Field<NoInfer<G>, Y>,
    normalization: ProductNormalization = {},
  ): Field<G, string> {
    const { out, instructions } = fullPaths(x.irreps, y.irreps);
    return tensorProduct<G, string, string, string>(scope, x, y, String(out), instructions, normalization);
  },
});
