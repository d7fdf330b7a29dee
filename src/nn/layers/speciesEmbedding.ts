import { constant, type Tensor } from "../../engine/index.js";
import { take } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { add, type Field, type GroupName, type Scalars, scalars } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

/**
 * A learned vector of invariants for each species, standard normal at first.
 * @param species integers of any shape, 0 ≤ species < count
 * @param count how many species there are
 * @param out n invariants, "64x0e"
 * @returns field of Out over the shape of species
 * @throws RepError if out is not invariant; a type error where it is a literal
 */
export const speciesEmbedding = layer("speciesEmbedding", {
  samples: (self) => [
    fieldSample("3x0e", "3x0e", (scope, x) =>
      add(x, self(scope, "O(3)", constant([2, 0, 1, 2], [4], "i64"), 3, "3x0e" as string)),
    ),
  ],
  apply<G extends GroupName, const Out extends string>(
    scope: Scope,
    group: G,
    species: Tensor,
    count: number,
    out: Out & Scalars<Out, "speciesEmbedding">,
  ): Field<G, Out> {
    const [only] = irreps(out);
    if (irreps(out).length !== 1 || only!.irrep !== "0e") {
      throw new RepError("speciesEmbedding", { expected: "irreps of 0e", got: out });
    }
    const table = scope.normal("weight", [count, only!.multiplicity], 1);
    return scalars<G, Out>(group, out, take(table, species));
  },
});
