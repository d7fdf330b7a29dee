import { matmul, transpose } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microMatmulTransposed = micro("matmul-transposed", {
  about: "xᵀ y and x zᵀ of matrices 512 × 384, and the three derivatives",
  inputs: { x: [512, 384], y: [512, 384], z: [512, 384] },
  forward: ({ x, y, z }) => [matmul(transpose(x!), y!), matmul(x!, transpose(z!))],
});
