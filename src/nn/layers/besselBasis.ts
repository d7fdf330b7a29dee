import { constant, type Tensor } from "../../engine/index.js";
import { mul, reshape } from "../../engine/ops/index.gen.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";
import { sineOver } from "../sineOver.js";

export interface BesselOptions {
  /** Whether the wave numbers are a parameter `waveNumbers`, which starts at nπ/cutoff; false by default. */
  readonly trainable?: boolean;
}

/**
 * √(2/cutoff) sin(nπr/cutoff)/r for n = 1 … number: the spherical waves that vanish at the cutoff, of norm 1 within it.
 * @param r lengths, any shape; at 0 the limit, with derivative 0
 * @returns the shape of r, then [number]
 * @source Gasteiger et al. 2020, arXiv:2003.03123, eq. 7
 */
export const besselBasis = layer("besselBasis", {
  samples: (self) => [
    channelSample((scope, r) => self(scope, r, 4, 2)),
    channelSample((scope, r) => self(scope, r, 3, 5, { trainable: true })),
  ],
  apply(scope: Scope, r: Tensor, number: number, cutoff: number, { trainable = false }: BesselOptions = {}): Tensor {
    const waves = Float64Array.from({ length: number }, (_, i) => ((i + 1) * Math.PI) / cutoff);
    const k = trainable ? scope.parameter("waveNumbers", [number], () => waves) : constant(waves, [number], r.dtype);
    return mul(sineOver(reshape(r, [...r.shape, 1]), k), Math.sqrt(2 / cutoff));
  },
});
