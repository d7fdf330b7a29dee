// Bilabelled graphs: what spans the maps between tensor powers of R^n that commute with the automorphisms of a graph.
import { InputError, ShapeError } from "../error.js";
import type { Graph } from "./graphAutomorphisms.js";

/**
 * A graph H with k input and l output labels on its vertices, as a map (R^n)^⊗k → (R^n)^⊗l for each graph G of n vertices:
 * entry [I, J] counts the homomorphisms H → G that take the output labels to I and the input labels to J. Without edges it
 * is a partition diagram.
 * @source Pearce-Crump & Knottenbelt 2023, arXiv:2307.07810; Mančinska & Roberson 2020, arXiv:1910.06958
 */
export interface BilabelledGraph {
  /** Vertices are 0 … vertices − 1. */
  readonly vertices: number;
  /** Undirected; [v, v] is a loop, which must go to a loop. */
  readonly edges: readonly (readonly [number, number])[];
  /** The vertex of each output and input axis; several labels may share one. */
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
}

/** The product of two maps, `lower` first: the outputs of lower are glued to the inputs of upper. */
export function composeGraphs(upper: BilabelledGraph, lower: BilabelledGraph): BilabelledGraph {
  if (upper.inputs.length !== lower.outputs.length)
    throw new ShapeError("composeGraphs", {
      expected: `${upper.inputs.length} outputs below`,
      got: `${lower.outputs.length}`,
    });
  const both = union(upper, lower);
  const ties = upper.inputs.map((vertex, i) => [vertex, lower.outputs[i]! + upper.vertices] as const);
  return glued({ ...both, outputs: upper.outputs, inputs: both.inputs.slice(upper.inputs.length) }, ties);
}

/** The Kronecker product: the graphs side by side. */
export const tensorGraphs = (left: BilabelledGraph, right: BilabelledGraph): BilabelledGraph => union(left, right);

/** The entrywise product: all labels of the same axis are glued. */
export function schurProduct(a: BilabelledGraph, b: BilabelledGraph): BilabelledGraph {
  const [shapeA, shapeB] = [a, b].map(({ inputs, outputs }) => `${inputs.length} → ${outputs.length}`);
  if (shapeA !== shapeB) throw new ShapeError("schurProduct", { expected: shapeA!, got: shapeB! });
  const both = union(a, b);
  const ties = [
    ...a.outputs.map((vertex, i) => [vertex, b.outputs[i]! + a.vertices] as const),
    ...a.inputs.map((vertex, i) => [vertex, b.inputs[i]! + a.vertices] as const),
  ];
  return glued({ ...both, outputs: a.outputs, inputs: a.inputs }, ties);
}

/** The transposed map. */
export const transposedGraph = ({ inputs, outputs, ...rest }: BilabelledGraph): BilabelledGraph => ({
  ...rest,
  inputs: outputs,
  outputs: inputs,
});

/**
 * The matrix of a bilabelled graph: numbers of homomorphisms, by eliminating its free vertices one by one.
 * @param G undirected, without colours
 * @returns [n^l, n^k], row-major, the last axis fastest
 * @throws InputError if H has stray vertices, or G arrows or colours
 */
export function matrixOfGraph(H: BilabelledGraph, G: Graph): Float64Array {
  check("matrixOfGraph", H, G);
  const n = G.vertices;
  const labels = [...H.outputs, ...H.inputs];
  const held = [...new Set(labels)];
  const table = contract(H, G, [], held);
  return spread(table, held, labels, n);
}

/**
 * The map of a bilabelled graph applied to a vector, without its matrix: vertices that carry no output label are summed over
 * one by one, the one with the fewest neighbours left first.
 * @param vector n^k numbers, the last axis fastest
 * @returns n^l numbers
 */
export function multiplyGraph(H: BilabelledGraph, G: Graph, vector: Float64Array): Float64Array {
  check("multiplyGraph", H, G);
  const n = G.vertices;
  if (vector.length !== n ** H.inputs.length)
    throw new ShapeError("multiplyGraph", { expected: `${n}^${H.inputs.length} numbers`, got: String(vector.length) });
  const [read, kept] = [[...new Set(H.inputs)], [...new Set(H.outputs)]];
  const values = Float64Array.from(diagonal(read, H.inputs, n), (at) => vector[at]!);
  return spread(contract(H, G, [{ vertices: read, values }], kept), kept, H.outputs, n);
}

/** A function of the images of some vertices, the last fastest. */
interface Factor {
  readonly vertices: readonly number[];
  readonly values: Float64Array;
}

/** Σ over the images of all vertices but `kept` of the product of the edges and the given factors. */
function contract(H: BilabelledGraph, G: Graph, given: readonly Factor[], kept: readonly number[]) {
  const n = G.vertices;
  const [edge, loop] = [new Float64Array(n * n), new Float64Array(n)];
  for (const [a, b] of G.edges) {
    edge[a * n + b] = edge[b * n + a] = 1;
    if (a === b) loop[a] = 1;
  }
  const one = new Float64Array(n).fill(1); // of each vertex, so that an isolated one counts n
  let factors: readonly Factor[] = [
    ...given,
    ...Array.from({ length: H.vertices }, (_, vertex) => ({ vertices: [vertex], values: one })),
    ...H.edges.map(([a, b]) => (a === b ? { vertices: [a], values: loop } : { vertices: [a, b], values: edge })),
  ];
  const scope = (vertex: number) => [
    ...new Set(factors.filter((factor) => factor.vertices.includes(vertex)).flatMap((factor) => factor.vertices)),
  ];
  const free = new Set(Array.from({ length: H.vertices }, (_, vertex) => vertex).filter((v) => !kept.includes(v)));
  while (free.size > 0) {
    const next = [...free].reduce((best, vertex) => (scope(vertex).length < scope(best).length ? vertex : best));
    free.delete(next);
    const rest = scope(next).filter((vertex) => vertex !== next);
    const product = productOf(
      factors.filter((factor) => factor.vertices.includes(next)),
      [...rest, next],
      n,
    );
    const values = Float64Array.from({ length: product.length / n }, (_, i) =>
      product.subarray(i * n, (i + 1) * n).reduce((sum, x) => sum + x, 0),
    );
    factors = [...factors.filter((factor) => !factor.vertices.includes(next)), { vertices: rest, values }];
  }
  return productOf(factors, kept, n);
}

/** The product of factors as a function of the images of the vertices. */
function productOf(factors: readonly Factor[], vertices: readonly number[], n: number): Float64Array {
  const out = new Float64Array(n ** vertices.length).fill(1);
  for (const factor of factors) {
    const at = diagonal(vertices, factor.vertices, n);
    for (let i = 0; i < out.length; i++) out[i]! *= factor.values[at[i]!]!;
  }
  return out;
}

/** For each image of the vertices, the place in a tensor whose axes carry the labels. */
function diagonal(vertices: readonly number[], labels: readonly number[], n: number): Int32Array {
  let at = Int32Array.of(0);
  for (const vertex of vertices) {
    const step = labels.reduce((sum, label, i) => sum + (label === vertex ? n ** (labels.length - 1 - i) : 0), 0);
    const before = at;
    at = Int32Array.from({ length: before.length * n }, (_, i) => before[Math.floor(i / n)]! + (i % n) * step);
  }
  return at;
}

/** The tensor over the labels that has the table on its diagonals and 0 elsewhere. */
function spread(table: Float64Array, vertices: readonly number[], labels: readonly number[], n: number): Float64Array {
  const out = new Float64Array(n ** labels.length);
  diagonal(vertices, labels, n).forEach((to, i) => {
    out[to] = table[i]!;
  });
  return out;
}

function union(a: BilabelledGraph, b: BilabelledGraph): BilabelledGraph {
  const moved = (vertex: number) => vertex + a.vertices;
  return {
    vertices: a.vertices + b.vertices,
    edges: [...a.edges, ...b.edges.map(([u, v]) => [moved(u), moved(v)] as const)],
    outputs: [...a.outputs, ...b.outputs.map(moved)],
    inputs: [...a.inputs, ...b.inputs.map(moved)],
  };
}

/** Identifies vertices; edges that become parallel are one. */
function glued(H: BilabelledGraph, ties: readonly (readonly [number, number])[]): BilabelledGraph {
  const root = Array.from({ length: H.vertices }, (_, vertex) => vertex);
  for (const [a, b] of ties) {
    const [from, to] = [Math.max(root[a]!, root[b]!), Math.min(root[a]!, root[b]!)];
    for (let i = 0; i < root.length; i++) if (root[i] === from) root[i] = to;
  }
  const left = [...new Set(root)];
  const name = (vertex: number) => left.indexOf(root[vertex]!);
  const edges = new Map(
    H.edges.map(([a, b]) => {
      const edge = [Math.min(name(a), name(b)), Math.max(name(a), name(b))] as const;
      return [edge.join(), edge];
    }),
  );
  return {
    vertices: left.length,
    edges: [...edges.values()],
    outputs: H.outputs.map(name),
    inputs: H.inputs.map(name),
  };
}

function check(where: string, { vertices, edges, outputs, inputs }: BilabelledGraph, G: Graph): void {
  const named = [...edges.flat(), ...outputs, ...inputs];
  const stray = named.find((vertex) => !(Number.isInteger(vertex) && vertex >= 0 && vertex < vertices));
  if (stray !== undefined)
    throw new InputError(where, { expected: `vertices from 0 to ${vertices - 1}`, got: String(stray) });
  if (G.isDirected || G.colours)
    throw new InputError(where, {
      expected: "an undirected graph without colours",
      got: G.colours ? "colours" : "arrows",
    });
}
