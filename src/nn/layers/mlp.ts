import type { Tensor } from "../../engine/index.js";
import { silu } from "../../engine/ops/index.gen.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";
import { type DenseOptions, dense } from "./dense.js";

export interface MlpOptions {
  /** silu by default */
  readonly activation?: (x: Tensor) => Tensor;
  /** Also after the last layer; false by default. */
  readonly activateLast?: boolean;
  /** How the last layer differs. */
  readonly last?: DenseOptions;
}

/**
 * Dense layers with an activation between them.
 * @param x [...batch, n]
 * @param widths of each layer
 * @returns [...batch, last width]
 */
export const mlp = layer("mlp", {
  samples: (self) => [
    channelSample((scope, x) => self(scope, x, [4, 3])),
    channelSample((scope, x) => self(scope, x, [4], { activateLast: true })),
  ],
  apply(
    scope: Scope,
    x: Tensor,
    widths: readonly number[],
    { activation = silu, activateLast = false, last = {} }: MlpOptions = {},
  ): Tensor {
    return widths.reduce((y, width, i) => {
      const isLast = i === widths.length - 1;
      const z = dense(scope.child(i), y, width, isLast ? last : {});
      return isLast && !activateLast ? z : activation(z);
    }, x);
  },
});
