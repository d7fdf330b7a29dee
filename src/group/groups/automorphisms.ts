import { InputError } from "../../error.js";
import type { Key } from "../../random.js";
import { type Graph, graphAutomorphisms } from "../graphAutomorphisms.js";
import { group } from "../group.js";
import { compose, inversePermutation, type Permutation, permutationMatrix, points } from "../permutations.js";
import { type StabilizerChain, stabilizerChain } from "../schreierSims.js";

const square: Graph = {
  vertices: 4,
  edges: [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
  ],
};

/**
 * The automorphisms of a graph, permutations of its vertices 0 … n − 1; written "Aut(4: 0-1 1-2 2-3 3-0)", directed
 * edges "0>1", and the colours that automorphisms keep after a bar: "Aut(3: 0-1 1-2 | 0 0 1)".
 */
export const automorphisms = group("automorphisms", {
  symbol: "Aut",
  form: "Aut(n: 0-1 1-2 …)",
  sample: [
    square,
    { ...square, colours: [0, 0, 1, 1] },
    { ...square, isDirected: true },
    {
      vertices: 6,
      edges: [
        [0, 1],
        [2, 3],
      ],
    },
  ],
  write({ vertices, edges, isDirected, colours }: Graph) {
    const parts = [
      `${vertices}:`,
      ...edges.map((edge) => edge.join(isDirected ? ">" : "-")),
      ...(colours ? ["|", ...colours] : []),
    ];
    return `Aut(${parts.join(" ")})`;
  },
  read(text) {
    const [, vertices, edges, colours] = /^Aut\(\s*(\d+)\s*:([\s\d>-]*)(?:\|([\s\d]*))?\)$/.exec(text.trim()) ?? [];
    return vertices === undefined ? undefined : ([graphOf(text, Number(vertices), words(edges), colours)] as [Graph]);
  },
  make(graph: Graph) {
    const { generators, order } = graphAutomorphisms(graph);
    let chain: StabilizerChain | undefined;
    return {
      order: Number(order),
      dimension: graph.vertices,
      identity: points(graph.vertices),
      generators,
      multiply: compose,
      inverse: inversePermutation,
      random: (key: Key) => (chain ??= stabilizerChain(generators, graph.vertices)).random(key),
      matrix: permutationMatrix,
      permutation: (a: Permutation) => a,
    };
  },
});

const words = (text = ""): string[] => text.split(/\s+/).filter(Boolean);

function graphOf(text: string, vertices: number, edges: readonly string[], colours: string | undefined): Graph {
  const isDirected = edges.some((edge) => edge.includes(">"));
  const form = isDirected ? /^(\d+)>(\d+)$/ : /^(\d+)-(\d+)$/;
  const pairs = edges.map((edge) => form.exec(edge));
  if (pairs.includes(null))
    throw new InputError("automorphisms", {
      expected: "edges all of the form 0-1, or all of the form 0>1",
      got: JSON.stringify(text),
    });
  return {
    vertices,
    edges: pairs.map((pair) => [Number(pair![1]), Number(pair![2])] as const),
    ...(isDirected && { isDirected }),
    ...(colours !== undefined && { colours: words(colours).map(Number) }),
  };
}
