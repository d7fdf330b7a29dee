import { conv } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microConv2d = micro("conv2d", {
  about: "convolution of [16, 32, 32, 32] by 32 kernels of 3 × 3, padding 1, and both derivatives",
  inputs: { x: [16, 32, 32, 32], weight: [32, 32, 3, 3] },
  forward: ({ x, weight }) => [conv(x!, weight!, { padding: 1 })],
});
