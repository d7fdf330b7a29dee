import { einsum, matmul, mul, softmax } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

const shape = [4, 8, 128, 64];

export const microAttention = micro("attention", {
  about: "softmax(Q Kᵀ / √64) V of 4 × 8 heads, 128 × 64 each, and its three derivatives",
  inputs: { queries: shape, keys: shape, values: shape },
  forward: ({ queries, keys, values }) => [
    matmul(softmax(mul(einsum("bhqd,bhkd->bhqk", queries!, keys!), 1 / 8)), values!),
  ],
});
