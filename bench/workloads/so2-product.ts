import { so2 } from "../so2.js";
import { workload } from "../workload.js";

export const so2Product = workload("so2-product", {
  about: "eSCN convolution, l ≤ 6, |m| ≤ 2, 64 channels, 2,000 edges, against the tensor product with harmonics l ≤ 6",
  peers: { "so2:product": 0.05 },
  runs: 8,
  make: (threads) => so2({ threads }),
});
