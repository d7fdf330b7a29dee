// The page: builds our side of a workload and steps when it is asked.
import { egnn } from "../egnn.js";
import { sevennetStep } from "../sevennetSteps.js";
import { so2 } from "../so2.js";
import { uvu } from "../tensorProducts.js";
import type { Ours } from "../workload.js";

const workloads = {
  egnn: () => egnn(1),
  so2: () => so2({ threads: 1 }),
  "sevennet-silicon-64": () => sevennetStep("silicon:2", false, 1),
  "tp-uvu-2000": () => uvu(80, { threads: 1, backward: false }),
};
export type PageWorkload = keyof typeof workloads;

export interface Bench {
  /** Builds and makes one step. */
  start(name: PageWorkload): Promise<Ours["facts"]>;
  /** Milliseconds of each of `count` steps. */
  laps(count: number): Promise<readonly number[]>;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

let ours: Ours | undefined;
window.bench = {
  async start(name) {
    ours = await workloads[name]();
    await ours.step();
    return { ...ours.facts };
  },
  async laps(count) {
    const ms: number[] = [];
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      await ours!.step();
      ms.push(performance.now() - start);
    }
    return ms;
  },
};
