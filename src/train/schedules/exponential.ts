import { schedule } from "../schedule.js";

/** Multiplied by `decay` every `every` steps. */
export const exponential = schedule("exponential", {
  defaults: { decay: 0.5, every: 1000 },
  factor: ({ step }, { decay, every }) => decay ** Math.floor(step / every),
});
