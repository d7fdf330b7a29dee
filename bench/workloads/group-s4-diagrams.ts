import { spanningMatrices } from "../spanningMatrices.js";
import { workload } from "../workload.js";

/** Partition diagrams, which are independent here: another basis than that of the orbits, not orthonormal. */
export const groupS4Diagrams = workload("group-s4-diagrams", {
  about: "basis of Hom(V ⊗ V, V ⊗ V), V = S(4) on 4 entries, ours by partition diagrams",
  peers: { "group-s4": 0.5 },
  make: () => spanningMatrices("S(4)", 4, 2, 2),
});
