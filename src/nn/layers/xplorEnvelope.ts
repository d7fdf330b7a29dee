import type { Tensor } from "../../engine/index.js";
import { add, less, mul, sub, where } from "../../engine/ops/index.gen.js";
import { InputError } from "../../error.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";

/**
 * 1 below the onset, then (c² − r²)² (c² + 2r² − 3a²)/(c² − a²)³ to the cutoff c from the onset a, 0 beyond; its first
 * derivative is continuous.
 * @param r lengths, any shape
 * @returns the shape of r
 * @throws InputError unless 0 ≤ onset < cutoff
 * @source Brünger, X-PLOR manual 3.1; HOOMD-blue's XPLOR smoothing
 */
export const xplorEnvelope = layer("xplorEnvelope", {
  samples: (self) => [channelSample((_, r) => self(_, r, 0.3, 2))],
  apply(_: Scope, r: Tensor, onset: number, cutoff: number): Tensor {
    if (!(onset >= 0 && onset < cutoff)) {
      throw new InputError("xplorEnvelope", { expected: "0 ≤ onset < cutoff", got: `${onset}, ${cutoff}` });
    }
    const square = mul(r, r);
    const rest = sub(cutoff ** 2, square);
    const scale = (cutoff ** 2 - onset ** 2) ** -3;
    const slope = mul(mul(rest, rest), mul(add(mul(square, 2), cutoff ** 2 - 3 * onset ** 2), scale));
    return where(less(r, onset), 1, where(less(r, cutoff), slope, 0));
  },
});
