import { matmul } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microMatmulSmall = micro("matmul-small", {
  about: "10,000 products of 8 × 8 matrices, and both derivatives",
  inputs: { x: [10_000, 8, 8], y: [10_000, 8, 8] },
  forward: ({ x, y }) => [matmul(x!, y!)],
});
