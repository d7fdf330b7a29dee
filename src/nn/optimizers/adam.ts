import { add, div, expm1, mul, neg, sqrt, sub } from "../../engine/ops/index.gen.js";
import { optimizer, type Update } from "../optimizer.js";

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** L2 penalty: weightDecay · parameters is added to the gradient. */
  readonly weightDecay: number;
}

/** Adam with bias correction; the defaults are PyTorch's. @source Kingma & Ba 2015, arXiv:1412.6980, algorithm 1 */
export const adam = optimizer<AdamOptions, "mean" | "square">("adam", {
  state: ["mean", "square"],
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  update: (given) => {
    const { parameters, gradient, options } = given;
    const g = options.weightDecay === 0 ? gradient : add(gradient, mul(parameters, options.weightDecay));
    const { move, state } = adamMove({ ...given, gradient: g });
    return { parameters: sub(parameters, move), state };
  },
});

/** The step of Adam, rate included, and its new moments. */
export function adamMove({
  gradient,
  state,
  step,
  rate,
  options: { beta1, beta2, epsilon },
}: Update<AdamOptions, "mean" | "square">) {
  const mean = add(mul(state.mean, beta1), mul(gradient, 1 - beta1));
  const square = add(mul(state.square, beta2), mul(mul(gradient, gradient), 1 - beta2));
  // Both corrections 1 − βᵗ are scalars: they scale the rate and ε, so that no pass over the vectors is spent on them.
  // In f32, 1 − 0.999 itself would keep 4 digits.
  const left = (beta: number) => neg(expm1(mul(step, Math.log(beta))));
  const root = sqrt(left(beta2));
  const move = div(mul(mean, mul(rate, div(root, left(beta1)))), add(sqrt(square), mul(root, epsilon)));
  return { move, state: { mean, square } };
}
