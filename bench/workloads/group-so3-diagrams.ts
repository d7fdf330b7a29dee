import { spanningMatrices } from "../spanningMatrices.js";
import { workload } from "../workload.js";

/** Ten determinant diagrams span the six dimensions; the Brauer diagrams of O(3) are none. */
export const groupSo3Diagrams = workload("group-so3-diagrams", {
  about: "Hom(V ⊗ V ⊗ V, V ⊗ V), V the vectors of SO(3), ours as the span of 10 determinant diagrams, no basis",
  peers: { "group-so3": 0.5 },
  make: () => spanningMatrices("SO(3)", 3, 3, 2),
});
