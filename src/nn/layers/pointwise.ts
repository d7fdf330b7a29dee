import type { Tensor } from "../../engine/index.js";
import { silu } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import { type Field, field, type GroupName, type Scalars } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

/**
 * A function of numbers on every entry: equivariant on invariants only.
 * @param x field of 0e; anything else is a type error, or a RepError where irreps are computed
 * @param activation relu, silu, …
 */
export const pointwise = layer("pointwise", {
  samples: (self) => [fieldSample("4x0e", "4x0e", (_, x) => self(_, x, silu))],
  apply<G extends GroupName, S extends string>(
    _: Scope,
    x: Field<G, S> & Field<G, Scalars<S>>,
    activation: (x: Tensor) => Tensor,
  ): Field<G, S> {
    const other = x.irreps.find(({ irrep }) => irrep !== "0e");
    if (other) throw new RepError("pointwise", { expected: "irreps of 0e", got: other.irrep });
    return field<G, S>(x.group, x.type, x.parts.map(activation));
  },
});
