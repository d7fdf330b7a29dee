import { add, mul, sub, sum } from "../../src/engine/ops/index.gen.js";
import { mean } from "../../src/engine/ops/mean.js";
import { micro } from "../micro.js";

export const microBroadcast = micro("broadcast", {
  about:
    "Σ over rows of ((x − mean of its row) · scale + shift) · gate of its row, x [4096, 256], and the four derivatives",
  inputs: { x: [4096, 256], scale: [256], shift: [256], gate: [4096, 1] },
  forward: ({ x, scale, shift, gate }) => {
    const centred = sub(x!, mean(x!, { axes: [-1], keepDims: true }));
    return [sum(mul(add(mul(centred, scale!), shift!), gate!), { axes: [0] })];
  },
});
