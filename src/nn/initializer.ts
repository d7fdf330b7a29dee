import { uniform } from "../random.js";
import type { Initializer } from "./scope.js";

/** Uniform in ±1/√fanIn, for weights and biases: PyTorch's default for linear layers. */
export const torchUniform =
  (fanIn: number): Initializer =>
  (key, n) =>
    uniform(key, n, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn));

/** Uniform in ±gain·√(6/(fanIn + fanOut)). @source Glorot & Bengio 2010 */
export const xavierUniform =
  (fanIn: number, fanOut: number, gain = 1): Initializer =>
  (key, n) => {
    const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
    return uniform(key, n, -bound, bound);
  };

export const zeros: Initializer = (_, n) => new Float64Array(n);
export const ones: Initializer = (_, n) => new Float64Array(n).fill(1);
