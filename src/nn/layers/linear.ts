import { add, matmul } from "../../engine/ops/index.gen.js";
import { type Reachable, reachable } from "../../group/irreps.js";
import { type Field, field, type GroupName } from "../field.js";
import { zeros } from "../initializer.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

export interface LinearOptions {
  /** Adds a number, 0 at first, to each copy of 0e; false by default. */
  readonly bias?: boolean;
}

/**
 * Equivariant linear map: mixes the copies of one irrep, never two irreps (Schur's lemma).
 * @param x field of In; one tensor [...batch, 2l + 1, multiplicity] an irrep
 * @param out irreps wanted, each present in x
 * @returns field of Out; unit variance in, unit variance out
 * @throws RepError if x lacks an irrep of out; a type error where both are literals
 * @source Geiger & Smidt 2022, arXiv:2207.09453
 */
export const linear = layer("linear", {
  samples: (self) => [
    fieldSample("4x0e + 2x1o", "3x0e + 5x1o", (scope, x) => self(scope, x, "3x0e + 5x1o" as string)),
    fieldSample("4x0e + 2x0o + 2x2e", "3x0e + 2x2e + 1x0o", (scope, x) =>
      self(scope, x, "3x0e + 2x2e + 1x0o" as string, { bias: true }),
    ),
  ],
  apply<G extends GroupName, In extends string, const Out extends string>(
    scope: Scope,
    x: Field<G, In>,
    out: Out & Reachable<In, Out>,
    { bias = false }: LinearOptions = {},
  ): Field<G, Out> {
    const parts = reachable("linear", x.type, out).map(({ irrep, multiplicity }, i) => {
      const n = x.multiplicity(irrep);
      const weight = scope.normal(`${i}.${irrep}`, [n, multiplicity], 1 / Math.sqrt(n)); // keeps the variance
      const y = matmul(x.part(irrep), weight); // [..., 2l + 1, n] · [n, multiplicity]
      return bias && irrep === "0e" ? add(y, scope.parameter(`${i}.bias`, [multiplicity], zeros)) : y;
    });
    return field<G, Out>(x.group, out, parts);
  },
});
