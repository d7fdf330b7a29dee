import { slice } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { productSample } from "../sample.js";
import { elementwisePaths, type ProductNormalization } from "../tensorProductPaths.js";
import { tensorProduct } from "./tensorProduct.js";

/**
 * Copy by copy: the tensor product of the first copy in x with the first in y, of the second with the second, and so on,
 * without weights.
 * @param x, y fields of as many copies; their batch axes broadcast
 * @returns field of the products in the order of the copies
 * @throws RepError if one has more copies than the other
 * @source e3nn's `ElementwiseTensorProduct`
 */
export const elementwiseTensorProduct = layer("elementwiseTensorProduct", {
  samples: (self) => [
    productSample("2x0e + 1x1o", "1x1o + 2x0e", "1x1o + 1x0e + 1x1o", (scope, x, y) => self(scope, x, y)),
    productSample("2x1o", "2x1o", "2x0e + 2x1e + 2x2e", (scope, x, y) => self(scope, x, y)),
  ],
  apply<G extends GroupName, X extends string, Y extends string>(
    scope: Scope,
    x: Field<G, X>,
    y: Field<NoInfer<G>, Y>,
    normalization: ProductNormalization = {},
  ): Field<G, string> {
    if (x.irreps.count !== y.irreps.count) {
      throw new RepError("elementwiseTensorProduct", { expected: `${x.irreps.count} copies in y`, got: `${y.irreps}` });
    }
    const ends = [...new Set([...endsOf(x), ...endsOf(y)])].sort((a, b) => a - b);
    const [a, b] = [cut(x, ends), cut<G>(y, ends)];
    const { out, instructions } = elementwisePaths(a.irreps, b.irreps);
    return tensorProduct<G, string, string, string>(scope, a, b, String(out), instructions, normalization);
  },
});

type Any = Field<GroupName, string>;
/** The number of copies in the parts up to each. */
const endsOf = (x: Any): number[] =>
  x.irreps.map((_, i) => x.irreps.slice(0, i + 1).reduce((n, { multiplicity }) => n + multiplicity, 0));

/** The same field with its parts cut where the number of copies is one of `ends`. */
function cut<G extends GroupName>(x: Field<G, string>, ends: readonly number[]): Field<G, string> {
  const pieces = x.irreps.flatMap(({ irrep, multiplicity }, i) => {
    const last = endsOf(x)[i]!;
    const first = last - multiplicity;
    const inside = ends.filter((end) => end > first && end <= last);
    return inside.map((end, k) => {
      const start = k === 0 ? first : inside[k - 1]!;
      return {
        irrep,
        multiplicity: end - start,
        part: inside.length === 1 ? x.parts[i]! : slice(x.parts[i]!, -1, start - first, end - first),
      };
    });
  });
  return field(
    x.group,
    String(irreps(pieces)),
    pieces.map(({ part }) => part),
  );
}
