import { symmetric } from "../../src/group/groups/index.gen.js";
import { square } from "../../src/group/matrix.js";
import { inBasis, tensorPower } from "../../src/group/representation.js";
import { intertwining } from "../intertwining.js";
import { workload } from "../workload.js";

/** S(4) in a basis reflected along (1, 2, 3, 4): no matrix is a permutation, so that the nullspace must be found. */
export const groupS4Nullspace = workload("group-s4-nullspace", {
  about: "basis of Hom(V ⊗ V, V ⊗ V), V = S(4) on 4 entries in another basis: 256 unknowns, 15 solutions",
  peers: { "group-s4-turned": 0.5, "group-s4-turned-gram": 1 },
  make: () =>
    intertwining(() => {
      const reflection = square(4, (i, j) => (i === j ? 1 : 0) - (2 * (i + 1) * (j + 1)) / 30);
      const V = inBasis(symmetric(4), reflection);
      return [tensorPower(V, 2), tensorPower(V, 2)];
    }),
});
