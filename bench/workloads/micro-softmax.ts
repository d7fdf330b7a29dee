import { softmax } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microSoftmax = micro("softmax", {
  about: "softmax of [4096, 256] over the last axis, and its derivative",
  inputs: { x: [4096, 256] },
  forward: ({ x }) => [softmax(x!)],
});
