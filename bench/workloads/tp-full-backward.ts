import { full } from "../tensorProducts.js";
import { workload } from "../workload.js";

export const tpFullBackward = workload("tp-full-backward", {
  about: "fully connected product of 32x0e + 32x1o + 32x2e with itself, mode uvw, 1,000 rows, and derivatives",
  peers: {
    "tensor_products:full:backward": 0.4,
    "tensor_products:full:backward:script": 0.4,
    "tensor_products:full:backward:compiled": 0.4,
  },
  make: (threads) => full({ threads, backward: true }),
});
