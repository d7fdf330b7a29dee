import { uvu } from "../tensorProducts.js";
import { workload } from "../workload.js";

export const tpUvu2000Backward = workload("tp-uvu-2000-backward", {
  about:
    "128x0e + 128x1o + 128x2e ⊗ harmonics l ≤ 2, mode uvu, 2,000 edges: gather, weighted product, sum, and derivatives",
  peers: { "tensor_products:uvu:80:backward": 0.25, "tensor_products:uvu:80:backward:script": 0.25 },
  make: (threads) => uvu(80, { threads, backward: true }),
});
