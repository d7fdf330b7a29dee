import { so2 as convolution } from "../so2.js";
import { workload } from "../workload.js";

export const so2 = workload("so2", {
  about: "eSCN convolution, l ≤ 6, |m| ≤ 2, 64 channels, 2,000 edges: gather, turn, mix, turn back, sum",
  peers: { so2: 0.8, "so2:short": 0.8 },
  make: (threads) => convolution({ threads, ...(process.env.PROFILE && { profile: process.env.PROFILE }) }),
});
