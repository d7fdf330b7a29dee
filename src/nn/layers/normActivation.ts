import { add, div, maximum, mul, sigmoid, silu, sqrt, sum } from "../../engine/ops/index.gen.js";
import type { Activation } from "../activationFunction.js";
import { type Field, field, type GroupName } from "../field.js";
import { zeros } from "../initializer.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";
import { splitAxis } from "../splitAxis.js";

export interface NormActivationOptions {
  /** Adds a number, 0 at first, to each length before the function; false by default. */
  readonly bias?: boolean;
  /** Divides by the length, so that the result's length is the function's value; true by default. */
  readonly normalize?: boolean;
  /** Lengths below it count as this; the derivative of the length is then 0. 1e-8 by default. */
  readonly epsilon?: number;
}

/**
 * A function of the length of every copy: f(|x| + b) x/|x|. The function is not scaled.
 * @returns field of the same type
 * @source Worrall et al. 2017, arXiv:1612.04642; e3nn's `NormActivation`
 */
export const normActivation = layer("normActivation", {
  samples: (self) => [
    fieldSample("2x0e + 3x1o + 1x2e", "2x0e + 3x1o + 1x2e", (scope, x) => self(scope, x, silu)),
    fieldSample("2x0o + 3x1e", "2x0o + 3x1e", (scope, x) => self(scope, x, sigmoid, { bias: true })),
    fieldSample("3x1o", "3x1o", (scope, x) => self(scope, x, sigmoid, { normalize: false })),
  ],
  apply<G extends GroupName, S extends string>(
    scope: Scope,
    x: Field<G, S>,
    activation: Activation,
    { bias = false, normalize = true, epsilon = 1e-8 }: NormActivationOptions = {},
  ): Field<G, S> {
    const copies = x.irreps.map(({ multiplicity }) => multiplicity);
    const shifts = bias ? splitAxis(scope.parameter("bias", [x.irreps.count], zeros), 0, copies) : undefined;
    const parts = x.parts.map((part, i) => {
      const length = sqrt(maximum(sum(mul(part, part), { axes: [-2], keepDims: true }), epsilon ** 2));
      const shifted = shifts ? add(length, shifts[i]!) : length;
      const factor = activation(shifted);
      return mul(part, normalize ? div(factor, length) : factor);
    });
    return field<G, S>(x.group, x.type, parts);
  },
});
