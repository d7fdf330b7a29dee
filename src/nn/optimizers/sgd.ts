import { add, mul, sub } from "../../engine/ops/index.gen.js";
import { optimizer } from "../optimizer.js";

/** Gradient descent with momentum, as PyTorch has it: v ← momentum · v + g, x ← x − rate · v. */
export const sgd = optimizer<{ readonly momentum: number; readonly weightDecay: number }, "velocity">("sgd", {
  state: ["velocity"],
  defaults: { momentum: 0, weightDecay: 0 },
  update: ({ parameters, gradient, state, rate, options: { momentum, weightDecay } }) => {
    const g = weightDecay === 0 ? gradient : add(gradient, mul(parameters, weightDecay));
    const velocity = momentum === 0 ? g : add(mul(state.velocity, momentum), g);
    return { parameters: sub(parameters, mul(velocity, rate)), state: { velocity } };
  },
});
