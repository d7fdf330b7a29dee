import { add, gelu, matmul } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microMlpGelu = micro("mlp-gelu", {
  about: "rows [1024, 128] through 256 units with bias and GELU to 128, and the five derivatives",
  inputs: { x: [1024, 128], into: [128, 256], bias: [256], out: [256, 128], shift: [128] },
  scales: { into: 128 ** -0.5, out: 256 ** -0.5 },
  forward: ({ x, into, bias, out, shift }) => [add(matmul(gelu(add(matmul(x!, into!), bias!)), out!), shift!)],
});
