import { workload } from "../workload.js";

/** The harness measured by itself: both sides wait by the clock, so any ratio but 1 is the harness's own error. */
export const nothing = workload("nothing", {
  about: "waits 2 ms by the clock",
  peers: { nothing: 1.01 },
  make: async () => ({
    async step() {
      const end = performance.now() + 2;
      while (performance.now() < end);
    },
    facts: { nodes: 0 },
    close: async () => {},
  }),
});
