import { full } from "../tensorProducts.js";
import { workload } from "../workload.js";

export const tpFull = workload("tp-full", {
  about: "fully connected product of 32x0e + 32x1o + 32x2e with itself, mode uvw, 1,000 rows",
  peers: { "tensor_products:full": 0.4, "tensor_products:full:script": 0.4, "tensor_products:full:compiled": 0.4 },
  make: (threads) => full({ threads, backward: false }),
});
