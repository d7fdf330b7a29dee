import { egnn as step } from "../egnn.js";
import { workload } from "../workload.js";

/** The n-body training step of the zoo's own EGNN. */
export const egnn = workload("egnn", {
  about: "EGNN, velocity variant: 100 graphs × 5 nodes, hidden 64, 4 layers, forward + backward + Adam",
  peers: { egnn: 0.6, "egnn-compiled": 1 },
  make: step,
});
