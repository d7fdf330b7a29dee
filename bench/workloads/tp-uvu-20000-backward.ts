import { uvu } from "../tensorProducts.js";
import { workload } from "../workload.js";

export const tpUvu20000Backward = workload("tp-uvu-20000-backward", {
  about:
    "128x0e + 128x1o + 128x2e ⊗ harmonics l ≤ 2, mode uvu, 20,000 edges: gather, weighted product, sum, and derivatives",
  peers: { "tensor_products:uvu:800:backward": 0.12, "tensor_products:uvu:800:backward:script": 0.12 },
  runs: 8,
  make: (threads) => uvu(800, { threads, backward: true }),
});
