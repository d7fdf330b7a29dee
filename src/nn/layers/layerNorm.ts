import { add, mean, mul, rsqrt, sub, sum } from "../../engine/ops/index.gen.js";
import { type Field, field, type GroupName } from "../field.js";
import { ones, zeros } from "../initializer.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

export interface FieldLayerNormOptions {
  /** Whether the square of a copy is the mean ("component", by default) or the sum ("norm") of its components'. */
  readonly normalization?: "component" | "norm";
  /** A learned scale of each copy and bias of each 0e; true by default. */
  readonly affine?: boolean;
  /** Added to the mean squares; 1e-5 by default. */
  readonly epsilon?: number;
}

/**
 * Divides each part of every element by the root mean square over its copies, and takes the mean from invariants.
 * @returns field of the same type
 * @source Liao & Smidt 2022, arXiv:2206.11990, `EquivariantLayerNorm`
 */
export const layerNorm = layer("layerNorm", {
  samples: (self) => [
    fieldSample("3x0e + 2x0o + 3x1o", "3x0e + 2x0o + 3x1o", (scope, x) => self(scope, x)),
    fieldSample("3x0e + 2x2e", "3x0e + 2x2e", (scope, x) => self(scope, x, { normalization: "norm", affine: false })),
  ],
  apply<G extends GroupName, S extends string>(
    scope: Scope,
    x: Field<G, S>,
    { normalization = "component", affine = true, epsilon = 1e-5 }: FieldLayerNormOptions = {},
  ): Field<G, S> {
    const parts = x.irreps.map(({ irrep, multiplicity }, i) => {
      const part = x.parts[i]!;
      const rest = irrep === "0e" ? sub(part, mean(part, { axes: [-1], keepDims: true })) : part;
      const components = { axes: [-2], keepDims: true };
      const square = normalization === "norm" ? sum(mul(rest, rest), components) : mean(mul(rest, rest), components);
      const inverse = rsqrt(add(mean(square, { axes: [-1], keepDims: true }), epsilon));
      if (!affine) return mul(rest, inverse);
      const y = mul(rest, mul(inverse, scope.parameter(`${i}.weight`, [multiplicity], ones)));
      return irrep === "0e" ? add(y, scope.parameter(`${i}.bias`, [multiplicity], zeros)) : y;
    });
    return field<G, S>(x.group, x.type, parts);
  },
});
