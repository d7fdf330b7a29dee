import { schedule } from "../schedule.js";

/**
 * Linear warm-up over `warmup` steps, then half a cosine down to `end`.
 * @source Loshchilov & Hutter 2017, arXiv:1608.03983, without restarts
 */
export const cosine = schedule("cosine", {
  defaults: { warmup: 0, end: 0 },
  factor: ({ step, total }, { warmup, end }) => {
    if (step < warmup) return (step + 1) / warmup;
    const progress = (step - warmup) / Math.max(1, total - warmup);
    return end + ((1 - end) * (1 + Math.cos(Math.PI * Math.min(1, progress)))) / 2;
  },
});
