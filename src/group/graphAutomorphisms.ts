import { InputError } from "../error.js";
import { type Permutation, points } from "./permutations.js";

/** Vertices 0 … vertices − 1. */
export interface Graph {
  readonly vertices: number;
  /** Pairs of vertices; in both directions unless the graph is directed. */
  readonly edges: readonly (readonly [number, number])[];
  readonly isDirected?: boolean;
  /** A number for each vertex (a chemical element, say) that automorphisms keep; all alike if not given. */
  readonly colours?: readonly number[];
}

/** Generators of Aut(graph), and its order. */
export interface GraphAutomorphisms {
  readonly generators: readonly Permutation[];
  readonly order: bigint;
}

const vertexLimit = 400;
const searchLimit = 200_000;

/**
 * The automorphisms of a graph: permutations of the vertices that keep edges and colours.
 * Vertices are told apart by repeated refinement of colours; where that does not suffice, one is singled out and the
 * search goes on.
 * @throws InputError above 400 vertices, or 200,000 steps of the search (strongly regular graphs of some hundred
 * vertices), or where edges or colours do not fit the vertices
 * @source McKay & Piperno 2014, arXiv:1301.1493, section 2 (individualization and refinement)
 */
export function graphAutomorphisms(graph: Graph): GraphAutomorphisms {
  check(graph);
  const n = graph.vertices;
  const search = { graph, neighbours: neighboursOf(graph), steps: 0 };
  const [start] = refine(search, graph.colours ?? points(n).map(() => 0), graph.colours ?? points(n).map(() => 0))!;
  // The base: vertices singled out until all differ.
  const base: { vertex: number; colours: readonly number[] }[] = [];
  for (let colours = start; ; ) {
    const cell = smallestCell(colours);
    if (!cell) break;
    base.push({ vertex: cell[0]!, colours });
    colours = refine(search, single(colours, cell[0]!), single(colours, cell[0]!))![0];
  }
  let order = 1n;
  const generators: Permutation[] = [];
  for (const { vertex, colours } of base.reverse()) {
    let orbit = orbitOf(vertex, generators); // of the stabilizer of the vertices before, so far
    for (const [other, colour] of colours.entries()) {
      if (colour !== colours[vertex] || orbit.has(other)) continue;
      const found = isomorphism(search, single(colours, vertex), single(colours, other));
      if (!found) continue;
      generators.push(found);
      orbit = orbitOf(vertex, generators);
    }
    order *= BigInt(orbit.size);
  }
  return { generators, order };
}

interface Search {
  readonly graph: Graph;
  readonly neighbours: Neighbours;
  steps: number;
}
type Neighbours = readonly (readonly number[])[];
type Colours = readonly number[];

/** An automorphism that takes the first colours to the second, if there is one. */
function isomorphism(search: Search, a: Colours, b: Colours): Permutation | undefined {
  if (++search.steps > searchLimit)
    throw new InputError("automorphisms", {
      expected: `a graph whose search takes at most ${searchLimit} steps`,
      got: `${search.graph.vertices} vertices, ${search.graph.edges.length} edges that need more`,
    });
  const refined = refine(search, a, b);
  if (!refined) return undefined;
  const [x, y] = refined;
  const cell = smallestCell(x);
  if (!cell) {
    // All differ, and equal colours have neighbours of equal colours: an automorphism.
    const places = new Map(y.map((colour, vertex) => [colour, vertex]));
    return x.map((colour) => places.get(colour)!);
  }
  const [first] = cell as [number];
  for (const [vertex, colour] of y.entries()) {
    if (colour !== x[first]) continue;
    const found = isomorphism(search, single(x, first), single(y, vertex));
    if (found) return found;
  }
  return undefined;
}

/** Both colourings, refined until neighbours say nothing new; undefined where they turn out different. */
function refine({ neighbours }: Search, a: Colours, b: Colours): [Colours, Colours] | undefined {
  let [x, y] = [a, b];
  for (let count = 0; ; ) {
    const [left, right] = [signatures(neighbours, x), signatures(neighbours, y)];
    const [all, others] = [left.toSorted(), right.toSorted()];
    if (all.some((signature, i) => signature !== others[i])) return undefined;
    const names = new Map([...new Set(all)].map((signature, i) => [signature, i]));
    x = left.map((signature) => names.get(signature)!);
    y = right.map((signature) => names.get(signature)!);
    if (names.size === count) return [x, y];
    count = names.size;
  }
}

/** For each vertex its colour and those of its neighbours. */
function signatures(neighbours: Neighbours, colours: Colours): string[] {
  const around = (all: readonly number[]) => all.map((other) => colours[other]!).sort((x, y) => x - y);
  return colours.map((colour, i) => `${colour}:${around(neighbours[i]!)}`);
}

const single = (colours: Colours, vertex: number): Colours =>
  colours.map((colour, i) => (i === vertex ? colours.length : colour));

/** The vertices of the rarest colour that more than one has. */
function smallestCell(colours: Colours): number[] | undefined {
  const cells = new Map<number, number[]>();
  for (const [vertex, colour] of colours.entries()) cells.set(colour, [...(cells.get(colour) ?? []), vertex]);
  return [...cells.values()].filter(({ length }) => length > 1).sort((a, b) => a.length - b.length)[0];
}

function orbitOf(vertex: number, generators: readonly Permutation[]): Set<number> {
  const orbit = new Set([vertex]);
  for (const each of orbit) for (const g of generators) orbit.add(g[each]!); // grows on the way
  return orbit;
}

/** Where edges from each vertex lead, each once. */
function neighboursOf({ vertices, edges, isDirected }: Graph): Neighbours {
  const found = points(vertices).map(() => new Set<number>());
  for (const [a, b] of edges) {
    found[a]!.add(b);
    if (!isDirected) found[b]!.add(a);
  }
  return found.map((each) => [...each]);
}

function check({ vertices, edges, colours }: Graph): void {
  if (!(Number.isInteger(vertices) && vertices >= 1 && vertices <= vertexLimit))
    throw new InputError("automorphisms", {
      expected: `a graph of 1 to ${vertexLimit} vertices`,
      got: String(vertices),
    });
  const isVertex = (i: unknown) => Number.isInteger(i) && (i as number) >= 0 && (i as number) < vertices;
  const wrong = edges.find((edge) => edge.length !== 2 || !edge.every(isVertex));
  if (wrong)
    throw new InputError("automorphisms", {
      expected: `edges between vertices 0 to ${vertices - 1}`,
      got: `[${wrong.join(", ")}]`,
    });
  if (colours && (colours.length !== vertices || !colours.every(Number.isInteger)))
    throw new InputError("automorphisms", {
      expected: `${vertices} colours, integers`,
      got: `[${colours.join(", ")}]`,
    });
}
