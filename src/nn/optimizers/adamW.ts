import { mul, sub } from "../../engine/ops/index.gen.js";
import { optimizer } from "../optimizer.js";
import { type AdamOptions, adam, adamMove } from "./adam.js";

/** Adam with decoupled weight decay. @source Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 2 */
export const adamW = optimizer<AdamOptions, "mean" | "square">("adamW", {
  state: ["mean", "square"],
  defaults: { ...adam.defaults, weightDecay: 0.01 },
  update: (given) => {
    const { move, state } = adamMove(given);
    const kept = sub(given.parameters, mul(given.parameters, mul(given.rate, given.options.weightDecay)));
    return { parameters: sub(kept, move), state };
  },
});
