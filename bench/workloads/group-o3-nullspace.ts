import { orthogonal } from "../../src/group/groups/index.gen.js";
import { tensorPower } from "../../src/group/representation.js";
import { intertwining } from "../intertwining.js";
import { workload } from "../workload.js";

/** There is no such map, for −1 acts as −1 on one side and as 1 on the other; group-so3-nullspace is the same with 6. */
export const groupO3Nullspace = workload("group-o3-nullspace", {
  about: "basis of Hom(V ⊗ V ⊗ V, V ⊗ V), V the vectors of O(3): 243 unknowns, no solution",
  peers: { "group-o3": 0.5, "group-o3-gram": 1 },
  make: () => intertwining(() => [tensorPower(orthogonal(3), 3), tensorPower(orthogonal(3), 2)]),
});
