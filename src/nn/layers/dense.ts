import type { Tensor } from "../../engine/index.js";
import { add, matmul } from "../../engine/ops/index.gen.js";
import { torchUniform } from "../initializer.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";
import type { Initializer } from "../scope.js";

export interface DenseOptions {
  /** true by default */
  readonly bias?: boolean;
  /** PyTorch's default, by fan-in, if not given. */
  readonly initial?: Initializer;
}

/**
 * Linear map of channels that have no symmetry of their own.
 * @param x [...batch, n]
 * @returns [...batch, width]
 */
export const dense = layer("dense", {
  samples: (self) => [
    channelSample((scope, x) => self(scope, x, 5)),
    channelSample((scope, x) => self(scope, x, 2, { bias: false })),
  ],
  apply(scope: Scope, x: Tensor, width: number, { bias = true, initial }: DenseOptions = {}): Tensor {
    const n = x.shape.at(-1) as number;
    const y = matmul(x, scope.parameter("weight", [n, width], initial ?? torchUniform(n)));
    return bias ? add(y, scope.parameter("bias", [width], torchUniform(n))) : y;
  },
});
