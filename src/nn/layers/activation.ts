import { silu, tanh } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import type { IrrepsOf } from "../../group/irreps.js";
import { type Activation, checkParity, type Moment, scaledActivation } from "../activationFunction.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

export { type Activation, e3nnMoment, type Moment, normalize2mom } from "../activationFunction.js";

/** A function or none for each part of S; a part with l > 0 has none. */
export type Activations<S extends string> = string extends S
  ? readonly (Activation | undefined)[]
  : S extends `${infer Head}+${infer Tail}`
    ? readonly [ActivationOf<Head>, ...Activations<Tail>]
    : readonly [ActivationOf<S>];
type ActivationOf<S extends string> = IrrepsOf<S> extends "0e" | "0o" ? Activation | undefined : undefined;

/**
 * Functions of numbers on the parts that are numbers, each scaled so that the variance stays 1.
 * @param functions one a part, or undefined to leave the part as it is
 * @param moment which constant scales them; "exact" by default
 * @returns field of the same type
 * @throws RepError if a function is given for l > 0 (a type error where irreps are literals), or one that is not odd for 0o
 * @source e3nn's `Activation`
 */
export const activation = layer("activation", {
  samples: (self) => [
    fieldSample("2x0e + 2x0o + 1x1o", "2x0e + 2x0o + 1x1o", (_, x) => self(_, x, [silu, tanh, undefined])),
  ],
  apply<G extends GroupName, S extends string>(
    _: Scope,
    x: Field<G, S>,
    functions: Activations<S>,
    { moment = "exact" }: { readonly moment?: Moment } = {},
  ): Field<G, S> {
    const given: readonly (Activation | undefined)[] = functions;
    if (given.length !== x.irreps.length) {
      throw new RepError("activation", {
        expected: `a function or none for each of ${x.irreps}`,
        got: `${given.length}`,
      });
    }
    const parts = x.irreps.map(({ irrep, l }, i) => {
      const f = given[i];
      if (!f) return x.parts[i]!;
      if (l > 0) throw new RepError("activation", { expected: `no function of ${irrep}`, got: f.name });
      checkParity("activation", f, irrep);
      return scaledActivation(f, moment)(x.parts[i]!);
    });
    return field<G, S>(x.group, x.type, parts);
  },
});
