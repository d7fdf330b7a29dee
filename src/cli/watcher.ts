// Draws the progress of training on stderr.
import { progress, type Terminal } from "../train/progress.js";
import type { Watcher } from "../zoo/fit.js";

export const watcher = (stream: Terminal, now: () => number): Watcher => ({
  start(label, total, from) {
    const bar = progress({ total, label, stream, now, from });
    return { step: (done, loss) => bar.tick(done, { loss }), end: bar.done };
  },
});
