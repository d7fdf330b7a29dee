import { symmetric } from "../../src/group/groups/index.gen.js";
import { tensorPower } from "../../src/group/representation.js";
import { intertwining } from "../intertwining.js";
import { workload } from "../workload.js";

/** S(4) as it is: permutations, of which orbits of positions give the basis. */
export const groupS4Orbits = workload("group-s4-orbits", {
  about: "basis of Hom(V ⊗ V, V ⊗ V), V = S(4) on 4 entries, ours by orbits",
  peers: { "group-s4": 0.5 },
  make: () => intertwining(() => [tensorPower(symmetric(4), 2), tensorPower(symmetric(4), 2)]),
});
