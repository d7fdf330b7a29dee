import { add, mul, sqrt, sum } from "../../engine/ops/index.gen.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

/**
 * The length of every copy of every irrep, as invariants in the order of the irreps.
 * @param epsilon added to the squared length, so that the derivative is finite where a length is 0
 * @returns field of as many 0e as x has copies
 */
export const norm = layer("norm", {
  samples: (self) => [fieldSample("2x0e + 3x1o", "5x0e", (scope, x) => self(scope, x, 1e-8))],
  apply<G extends GroupName, S extends string>(_: Scope, x: Field<G, S>, epsilon = 0): Field<G, string> {
    const lengths = x.parts.map((part) => {
      const squared = sum(mul(part, part), { axes: [-2], keepDims: true });
      return sqrt(epsilon === 0 ? squared : add(squared, epsilon));
    });
    const type = x.irreps.map(({ multiplicity }) => `${multiplicity}x0e`).join(" + ");
    const all = field(x.group, type, lengths);
    return field(x.group, `${x.irreps.count}x0e`, [all.part("0e")]);
  },
});
