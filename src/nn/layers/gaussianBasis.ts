import { constant, type Tensor } from "../../engine/index.js";
import { exp, mul, reshape, sub } from "../../engine/ops/index.gen.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";

/**
 * exp(−(r − μ)²/2δ²) with means μ from start to end at distance δ.
 * @param r lengths, any shape
 * @param number of functions, 2 or more
 * @returns the shape of r, then [number]
 * @source Schütt et al. 2017, arXiv:1706.08566
 */
export const gaussianBasis = layer("gaussianBasis", {
  samples: (self) => [channelSample((_, r) => self(_, r, 4, { start: 0, end: 2 }))],
  apply(
    _: Scope,
    r: Tensor,
    number: number,
    { start = 0, end }: { readonly start?: number; readonly end: number },
  ): Tensor {
    const step = (end - start) / (number - 1);
    const means = constant(
      Float64Array.from({ length: number }, (_, i) => start + i * step),
      [number],
      r.dtype,
    );
    const offset = sub(reshape(r, [...r.shape, 1]), means);
    return exp(mul(mul(offset, offset), -0.5 / step ** 2));
  },
});
