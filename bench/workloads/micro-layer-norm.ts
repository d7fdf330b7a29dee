import { layerNorm } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microLayerNorm = micro("layer-norm", {
  about: "layer norm of [4096, 256] with scale and bias, and its three derivatives",
  inputs: { x: [4096, 256], scale: [256], bias: [256] },
  forward: ({ x, scale, bias }) => [layerNorm(x!, scale, bias)],
});
