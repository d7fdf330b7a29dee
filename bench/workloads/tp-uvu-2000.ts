import { uvu } from "../tensorProducts.js";
import { workload } from "../workload.js";

export const tpUvu2000 = workload("tp-uvu-2000", {
  about: "128x0e + 128x1o + 128x2e ⊗ harmonics l ≤ 2, mode uvu, 2,000 edges: gather, weighted product, sum",
  peers: { "tensor_products:uvu:80": 0.2, "tensor_products:uvu:80:script": 0.2 },
  make: (threads) => uvu(80, { threads, backward: false }),
});
