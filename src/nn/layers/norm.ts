import { add, mul, sqrt, sum } from "../../engine/ops/index.gen.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

export interface NormOptions {
  /** Added to the squared length, so that the derivative is finite where a length is 0; 0 by default. */
  readonly epsilon?: number;
  /** The squared lengths instead; false by default. */
  readonly squared?: boolean;
}

/**
 * The length of every copy of every irrep, as invariants in the order of the irreps.
 * @returns field of as many 0e as x has copies
 */
export const norm = layer("norm", {
  samples: (self) => [
    fieldSample("2x0e + 3x1o", "5x0e", (scope, x) => self(scope, x, { epsilon: 1e-8 })),
    fieldSample("2x0o + 3x2e", "5x0e", (scope, x) => self(scope, x, { squared: true })),
  ],
  apply<G extends GroupName, S extends string>(
    _: Scope,
    x: Field<G, S>,
    { epsilon = 0, squared = false }: NormOptions = {},
  ): Field<G, string> {
    const lengths = x.parts.map((part) => {
      const square = sum(mul(part, part), { axes: [-2], keepDims: true });
      const shifted = epsilon === 0 ? square : add(square, epsilon);
      return squared ? shifted : sqrt(shifted);
    });
    const type = x.irreps.map(({ multiplicity }) => `${multiplicity}x0e`).join(" + ");
    const all = field(x.group, type, lengths);
    return field(x.group, `${x.irreps.count}x0e`, [all.part("0e")]);
  },
});
