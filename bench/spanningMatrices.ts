// Our side of the workloads group-…-diagrams: the matrices of all diagrams that span Hom_G(V^⊗k, V^⊗l), anew in each step.
import { dimHom, spanningDiagrams } from "../src/group/diagramHom.js";
import { matrixOf } from "../src/group/multiplyDiagram.js";
import type { Ours } from "./workload.js";

export async function spanningMatrices(group: string, n: number, k: number, l: number): Promise<Ours> {
  const step = async () => spanningDiagrams(group, k, l).map((one) => matrixOf(one, n));
  const facts = { dimension: dimHom(group, k, l), diagrams: (await step()).length };
  return { step, facts, close: async () => {} };
}
