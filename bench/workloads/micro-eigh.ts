import { eigh } from "../../src/engine/decompositions.js";
import { add, transpose } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microEigh = micro("eigh", {
  about: "eigenvalues and -vectors of 10,000 symmetric 3 × 3 matrices, and the derivative of the values",
  inputs: { x: [10_000, 3, 3] },
  forward: ({ x }) => {
    const { values, vectors } = eigh(add(x!, transpose(x!, [0, 2, 1])));
    return [values, vectors];
  },
  differentiated: 1,
  compiled: false,
});
