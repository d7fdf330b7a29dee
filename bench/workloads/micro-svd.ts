import { svd } from "../../src/engine/decompositions.js";
import { micro } from "../micro.js";

export const microSvd = micro("svd", {
  about: "singular values and vectors of 10,000 matrices 3 × 3, and the derivative of the values",
  inputs: { x: [10_000, 3, 3] },
  forward: ({ x }) => {
    const { u, s, v } = svd(x!);
    return [s, u, v];
  },
  differentiated: 1,
  compiled: false,
});
