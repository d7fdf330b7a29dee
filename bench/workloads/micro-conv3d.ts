import { conv } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microConv3d = micro("conv3d", {
  about: "convolution of [4, 16, 16, 16, 16] by 16 kernels of 3 × 3 × 3, padding 1, and both derivatives",
  inputs: { x: [4, 16, 16, 16, 16], weight: [16, 16, 3, 3, 3] },
  forward: ({ x, weight }) => [conv(x!, weight!, { padding: 1 })],
});
