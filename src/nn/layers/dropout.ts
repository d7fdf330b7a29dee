import { constant, type Tensor } from "../../engine/index.js";
import { bernoulli, mul, where } from "../../engine/ops/index.gen.js";
import { InputError } from "../../error.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";
import { splitAxis } from "../splitAxis.js";

/**
 * Zeros whole copies with probability `rate` and divides the others by 1 − rate; another key is another choice. For
 * inference leave the layer out.
 * @param rate 0 ≤ rate < 1
 * @param key i64 [2], two words below 2³²
 * @returns field of the same type
 * @throws InputError on another rate; ShapeError if the key is not i64 [2]
 */
export const dropout = layer("dropout", {
  samples: (self) => [
    fieldSample("3x0e + 2x1o", "3x0e + 2x1o", (_, x) => self(_, x, 0.4, constant([1, 2], [2], "i64"))),
  ],
  apply<G extends GroupName, S extends string>(_: Scope, x: Field<G, S>, rate: number, key: Tensor): Field<G, S> {
    if (!(rate >= 0 && rate < 1)) throw new InputError("dropout", { expected: "0 ≤ rate < 1", got: `${rate}` });
    const batch = x.parts[0]?.shape.slice(0, -2) ?? [];
    const isKept = bernoulli(key, 1 - rate, [...batch, 1, x.irreps.count]);
    const factors = where(isKept, constant(1 / (1 - rate), [], x.parts[0]?.dtype), 0);
    const own = splitAxis(
      factors,
      -1,
      x.irreps.map(({ multiplicity }) => multiplicity),
    );
    return field<G, S>(
      x.group,
      x.type,
      x.parts.map((part, i) => mul(part, own[i]!)),
    );
  },
});
