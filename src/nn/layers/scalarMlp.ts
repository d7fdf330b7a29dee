import type { Tensor } from "../../engine/index.js";
import { matmul, mul, silu, tanh } from "../../engine/ops/index.gen.js";
import { type Activation, type Moment, scaledActivation } from "../activationFunction.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";

export interface ScalarMlpOptions {
  /** silu by default */
  readonly activation?: Activation;
  /** Also after the last layer; false by default. */
  readonly activateLast?: boolean;
  /** Which constant scales the activation; "exact" by default. */
  readonly moment?: Moment;
  /** Of x and of the result, where the weights are as at the start; 1 by default. */
  readonly variance?: { readonly in?: number; readonly out?: number };
}

/**
 * Dense layers without bias, scaled so that numbers of variance 1 stay so; its weights are standard normal at first. For
 * radial functions and other invariants.
 * @param x [...batch, n]
 * @param widths of each layer
 * @returns [...batch, last width]
 * @source e3nn's `FullyConnectedNet`
 */
export const scalarMlp = layer("scalarMlp", {
  samples: (self) => [
    channelSample((scope, x) => self(scope, x, [4, 3])),
    channelSample((scope, x) =>
      self(scope, x, [4], { activation: tanh, activateLast: true, variance: { in: 2, out: 3 } }),
    ),
  ],
  apply(
    scope: Scope,
    x: Tensor,
    widths: readonly number[],
    { activation = silu, activateLast = false, moment = "exact", variance = {} }: ScalarMlpOptions = {},
  ): Tensor {
    const f = scaledActivation(activation, moment);
    return widths.reduce((y, width, i) => {
      const isLast = i === widths.length - 1;
      const isActive = !isLast || activateLast;
      const n = y.shape.at(-1) as number;
      const varianceIn = i === 0 ? (variance.in ?? 1) : 1;
      const gain = Math.sqrt(isLast ? (variance.out ?? 1) : 1);
      const weight = scope.child(i).normal("weight", [n, width], 1);
      const z = matmul(y, mul(weight, (isActive ? 1 : gain) / Math.sqrt(n * varianceIn)));
      if (!isActive) return z;
      return gain === 1 ? f(z) : mul(f(z), gain);
    }, x);
  },
});
