import type { Tensor } from "../../engine/index.js";
import { add, cos, less, mul, where } from "../../engine/ops/index.gen.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";

/**
 * ½ (cos(πr/cutoff) + 1), 0 beyond; its first derivative is continuous.
 * @param r lengths, any shape
 * @returns the shape of r
 * @source Behler & Parrinello 2007, Phys. Rev. Lett. 98, 146401
 */
export const cosineEnvelope = layer("cosineEnvelope", {
  samples: (self) => [channelSample((_, r) => self(_, r, 2))],
  apply: (_: Scope, r: Tensor, cutoff: number): Tensor =>
    where(less(r, cutoff), add(mul(cos(mul(r, Math.PI / cutoff)), 0.5), 0.5), 0),
});
