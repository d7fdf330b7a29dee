// Our side of the workloads group-…: a basis of Hom_G(V, W) anew in each step.
import type { Plain, Representation } from "../src/group/group.js";
import { intertwiners } from "../src/group/intertwiners.js";
import type { Ours } from "./workload.js";

export async function intertwining<E extends Plain>(
  make: () => readonly [Representation<E>, Representation<E>],
): Promise<Ours> {
  const step = async () => intertwiners(...make());
  const { dimension } = await step();
  return { step, facts: { dimension }, close: async () => {} };
}
