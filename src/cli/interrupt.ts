import type { EventEmitter } from "node:events";

/**
 * A signal that SIGINT aborts, so that the work can save and stop.
 * @param process what emits "SIGINT"
 * @param exit called with 130 by the second SIGINT
 */
export function interrupt(process: EventEmitter, exit: (code: number) => void): AbortSignal {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) exit(130);
    controller.abort();
  });
  return controller.signal;
}
