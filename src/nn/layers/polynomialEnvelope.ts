import type { Tensor } from "../../engine/index.js";
import { add, div, less, mul, where } from "../../engine/ops/index.gen.js";
import { InputError } from "../../error.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";

/**
 * 1 − (p+1)(p+2)/2 uᵖ + p(p+2) uᵖ⁺¹ − p(p+1)/2 uᵖ⁺² of u = r/cutoff, 0 beyond: falls to 0 with two derivatives.
 * @param r lengths, any shape
 * @param p 2 or more; 6 by default
 * @returns the shape of r
 * @throws InputError if p is not an integer ≥ 2
 * @source Gasteiger et al. 2020, arXiv:2003.03123, eq. 8
 */
export const polynomialEnvelope = layer("polynomialEnvelope", {
  samples: (self) => [channelSample((_, r) => self(_, r, 2)), channelSample((_, r) => self(_, r, 1.5, { p: 5 }))],
  apply(_: Scope, r: Tensor, cutoff: number, { p = 6 }: { readonly p?: number } = {}): Tensor {
    if (!(Number.isInteger(p) && p >= 2)) {
      throw new InputError("polynomialEnvelope", { expected: "an integer p ≥ 2", got: `${p}` });
    }
    const u = div(r, cutoff);
    const last = mul(u, (-p * (p + 1)) / 2);
    const factor = add(mul(add(last, p * (p + 2)), u), (-(p + 1) * (p + 2)) / 2);
    return where(less(u, 1), add(mul(power(u, p), factor), 1), 0);
  },
});

/** uⁿ by squares. */
function power(u: Tensor, n: number): Tensor {
  if (n === 1) return u;
  const half = power(u, Math.floor(n / 2));
  return n % 2 === 0 ? mul(half, half) : mul(mul(half, half), u);
}
