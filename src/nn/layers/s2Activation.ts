import { square, tanh } from "../../engine/ops/index.gen.js";
import { type Activation, checkParity, type Moment, scaledActivation } from "../activationFunction.js";
import type { Field, GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";
import { type SphereOptions, sphereSignal } from "../sphereSignal.js";
import { fromSphereGrid } from "./fromSphereGrid.js";
import { toSphereGrid } from "./toSphereGrid.js";

export interface S2ActivationOptions extends SphereOptions {
  /** Which constant scales the function; "exact" by default. */
  readonly moment?: Moment;
}

/**
 * A function of numbers on the values of functions on the sphere. Equivariant as far as the grid resolves the result:
 * exactly for polynomials of degree d where d lmax + lmax is below both numbers of angles, else nearly.
 * @param x field of degrees 0 … lmax in order, each of n copies
 * @param options normalization is "component" by default
 * @returns field of the same type: what is of higher degree is left out
 * @throws RepError on other irreps, or a function that is not odd where degree 0 is 0o
 * @source Cohen et al. 2018, arXiv:1801.10130; e3nn's `S2Activation`
 */
export const s2Activation = layer("s2Activation", {
  samples: (self) => [
    fieldSample("2x0e + 2x1o + 2x2e", "2x0e + 2x1o + 2x2e", (_, x) => self(_, x, square, { grid: [8, 7] })),
    // Of degree 0 alone every function is resolved.
    fieldSample("2x0o", "2x0o", (_, x) => self(_, x, tanh, { grid: [2, 1] })),
  ],
  apply<G extends GroupName, S extends string>(
    _: Scope,
    x: Field<G, S>,
    activation: Activation,
    { moment = "exact", ...given }: S2ActivationOptions,
  ): Field<G, S> {
    const options = { normalization: "component", ...given } as const;
    sphereSignal("s2Activation", x.type);
    checkParity("s2Activation", activation, x.irreps[0]!.irrep);
    const values = toSphereGrid(_, x, options);
    return fromSphereGrid<G, S>(_, x.group, scaledActivation(activation, moment)(values), x.type, options);
  },
});
