import { conv } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microConv1d = micro("conv1d", {
  about: "convolution of [32, 64, 256] by 64 kernels of 5, padding 2, and both derivatives",
  inputs: { x: [32, 64, 256], weight: [64, 64, 5] },
  forward: ({ x, weight }) => [conv(x!, weight!, { padding: 2 })],
});
