import { add, matmul, silu } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microMlpSilu = micro("mlp-silu", {
  about: "rows [1024, 128] through 256 units with bias and SiLU to 128, and the five derivatives",
  inputs: { x: [1024, 128], into: [128, 256], bias: [256], out: [256, 128], shift: [128] },
  scales: { into: 128 ** -0.5, out: 256 ** -0.5 },
  forward: ({ x, into, bias, out, shift }) => [add(matmul(silu(add(matmul(x!, into!), bias!)), out!), shift!)],
});
