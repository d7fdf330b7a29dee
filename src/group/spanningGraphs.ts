import { InputError } from "../error.js";
import { type BilabelledGraph, matrixOfGraph } from "./bilabelledGraph.js";
import type { Graph } from "./graphAutomorphisms.js";
import { automorphisms } from "./groups/index.gen.js";
import { homDimension } from "./homDimension.js";
import { independence } from "./independence.js";
import { setPartitions, subsets } from "./setPartitions.js";

/** Bilabelled graphs with independent matrices. */
export interface SpanningGraphs {
  readonly graphs: readonly BilabelledGraph[];
  /** Are they as many as the maps have dimensions? False where more free vertices are needed. */
  readonly isComplete: boolean;
}

/**
 * Bilabelled graphs whose matrices are a basis of the maps (R^n)^⊗k → (R^n)^⊗l that commute with the automorphisms of a
 * graph: tried by number of free vertices, then of edges, and kept where the rank grows, until it is the number of orbits
 * on (k + l)-tuples of vertices.
 * @param freeVertices how many vertices without label to try, at most
 * @throws InputError if the graph is directed or coloured, or the matrices have more than 2¹⁶ entries
 */
export function spanningGraphs(graph: Graph, k: number, l: number, freeVertices = 3): SpanningGraphs {
  const size = graph.vertices ** (k + l);
  if (size > 2 ** 16)
    throw new InputError("spanningGraphs", { expected: "matrices of at most 65536 entries", got: String(size) });
  const dimension = homDimension(automorphisms(graph), k, l);
  const graphs: BilabelledGraph[] = [];
  const isIndependent = independence();
  for (const candidate of candidates(k, l, freeVertices)) {
    if (graphs.length === dimension) break;
    if (isIndependent(matrixOfGraph(candidate, graph))) graphs.push(candidate);
  }
  return { graphs, isComplete: graphs.length === dimension };
}

/** Bilabelled graphs without isolated free vertices, few free vertices and few edges first; not up to isomorphism. */
function* candidates(k: number, l: number, freeVertices: number): Generator<BilabelledGraph> {
  for (let free = 0; free <= freeVertices; free++) {
    const labelled = Array.from(setPartitions(k + l), (blocks) => {
      const vertices = blocks.length + free;
      const vertexOf = Array.from({ length: k + l }, (_, label) => blocks.findIndex((block) => block.includes(label)));
      const pairs = Array.from(subsets([...Array(vertices).keys()], 2), ([a, b]) => [a!, b!] as const);
      return { vertices, pairs, outputs: vertexOf.slice(0, l), inputs: vertexOf.slice(l) };
    });
    const most = Math.max(...labelled.map(({ pairs }) => pairs.length));
    for (let edges = 0; edges <= most; edges++)
      for (const { vertices, pairs, outputs, inputs } of labelled)
        for (const chosen of subsets([...pairs.keys()], edges)) {
          const graph = { vertices, edges: chosen.map((i) => pairs[i]!), outputs, inputs };
          const ends = new Set(graph.edges.flat());
          const isolated = Array.from({ length: free }, (_, i) => vertices - 1 - i).some((vertex) => !ends.has(vertex));
          if (!isolated) yield graph;
        }
  }
}
