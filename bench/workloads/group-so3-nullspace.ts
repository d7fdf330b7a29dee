import { specialOrthogonal } from "../../src/group/groups/index.gen.js";
import { tensorPower } from "../../src/group/representation.js";
import { intertwining } from "../intertwining.js";
import { workload } from "../workload.js";

export const groupSo3Nullspace = workload("group-so3-nullspace", {
  about: "basis of Hom(V ⊗ V ⊗ V, V ⊗ V), V the vectors of SO(3): 243 unknowns, 6 solutions",
  peers: { "group-so3": 0.5, "group-so3-gram": 1 },
  make: () => intertwining(() => [tensorPower(specialOrthogonal(3), 3), tensorPower(specialOrthogonal(3), 2)]),
});
