import { constant, type Tensor } from "../../engine/index.js";
import { div, equal, expand, matmul, mul, reshape, sqrt, sum, where } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import { type IrrepsOf, irreps } from "../../group/irreps.js";
import {
  type HarmonicOptions,
  type Normalization,
  sphericalHarmonics as values,
} from "../../group/sphericalHarmonics.js";
import { wigner3j } from "../../group/wigner3j.js";
import { dimensionOf, type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

/** Out, if the harmonics of In have each of its irreps; otherwise the error message, as a type. */
export type Harmonics<In extends string, Out extends string> = string extends In | Out
  ? Out
  : [Exclude<IrrepsOf<Out>, Parities[IrrepsOf<In> & keyof Parities]>] extends [never]
    ? Out
    : `sphericalHarmonics: expected irreps of harmonics of ${In}, got ${Exclude<IrrepsOf<Out>, Parities[IrrepsOf<In> & keyof Parities]>}`;

interface Parities {
  "1o": "0e" | "1o" | "2e" | "3o" | "4e" | "5o" | "6e" | "7o" | "8e" | "9o" | "10e" | "11o" | "12e";
  "1e": `${number}e`;
}

/**
 * Real spherical harmonics of one vector an element, in e3nn's basis; those of `sphericalHarmonics` in equivar/group.
 * Each degree is the last one times the vector, coupled, so that values and derivatives are those of polynomials, poles included.
 * @param x a vector, 1x1o, or 1x1e for SO(3) written with e only
 * @param out one copy of each degree wanted, l ≤ 12, with parity (−1)^l of x's
 * @param normalization "integral" by default, as in e3nn
 * @param normalize divide each vector by its length first (true by default)? Then where the length is 0 (in f32 below 1e-19)
 * the harmonics l > 0 are 0, and so are their derivatives. If not: the homogeneous polynomials.
 * @returns field of Out
 * @throws RepError on other irreps, a type error where both are literals; InputError if l > 12
 */
export const sphericalHarmonics = layer("sphericalHarmonics", {
  samples: (self) => [
    fieldSample("1x1o", "1x0e + 1x1o + 1x2e + 1x3o", (_, x) => self(_, x, "1x0e + 1x1o + 1x2e + 1x3o" as string)),
    fieldSample("1x1e", "1x6e + 1x3e", (_, x) => self(_, x, "1x6e + 1x3e" as string, { normalization: "norm" })),
    fieldSample("1x1o", "1x2e + 1x1o", (_, x) =>
      self(_, x, "1x2e + 1x1o" as string, { normalization: "component", normalize: false }),
    ),
  ],
  apply<G extends GroupName, In extends string, const Out extends string>(
    _: Scope,
    x: Field<G, In>,
    out: Out & Harmonics<In, Out>,
    { normalization = "integral", normalize = true }: HarmonicOptions = {},
  ): Field<G, Out> {
    const [vector] = x.irreps;
    if (x.irreps.length !== 1 || vector!.multiplicity !== 1 || vector!.l !== 1 || dimensionOf(x.group) !== 3) {
      throw new RepError("sphericalHarmonics", { expected: "1x1o or 1x1e of space", got: `${x.group} ${x.irreps}` });
    }
    const wanted = irreps(out);
    const wrong = wanted.find(({ l, parity, multiplicity }) => multiplicity !== 1 || parity !== vector!.parity ** l);
    if (wrong) {
      throw new RepError("sphericalHarmonics", {
        expected: `irreps of harmonics of ${x.irreps}, once each`,
        got: `${wrong.multiplicity}x${wrong.irrep}`,
      });
    }
    const batch = x.parts[0]!.shape.slice(0, -2);
    const arrow = reshape(x.parts[0]!, [...batch, 3]);
    const all = upTo(Math.max(0, ...wanted.map(({ l }) => l)), normalize ? direction(arrow) : arrow, normalization);
    return field<G, Out>(
      x.group,
      out,
      wanted.map(({ l }) => reshape(all[l]!, [...batch, 2 * l + 1, 1])),
    );
  },
});

/** Unit vectors; 0 stays 0, with derivative 0. */
function direction(x: Tensor): Tensor {
  const squared = sum(mul(x, x), { axes: [-1], keepDims: true });
  const isZero = equal(squared, 0);
  return mul(x, where(isZero, 0, div(1, sqrt(where(isZero, 1, squared)))));
}

/** Harmonics of degree 0 … most, [.., 2l + 1]. */
function upTo(most: number, x: Tensor, normalization: Normalization): Tensor[] {
  const batch = x.shape.slice(0, -1);
  const pole = (l: number) => values(l, [0, 1, 0], { normalization })[l]!;
  const all = [expand(constant(pole(0), [], x.dtype), [...batch, 1])];
  if (most > 0) all.push(mul(x, pole(1)));
  for (let l = 2; l <= most; l++) {
    const below = 2 * l - 1;
    const symbol = wigner3j(l - 1, 1, l); // [below, 3, 2l + 1]
    const scale = pole(l) / pole(l - 1) / symbol[((l - 1) * 3 + 1) * (2 * l + 1) + l]!; // at the pole y all but m = 0 vanish
    const pairs = mul(reshape(all[l - 1]!, [...batch, below, 1]), reshape(x, [...batch, 1, 3]));
    const table = constant(
      symbol.map((value) => scale * value),
      [below * 3, 2 * l + 1],
      x.dtype,
    );
    all.push(matmul(reshape(pairs, [...batch, below * 3]), table));
  }
  return all;
}
