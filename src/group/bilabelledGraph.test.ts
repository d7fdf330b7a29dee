import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BilabelledGraph,
  composeGraphs,
  matrixOfGraph,
  multiplyGraph,
  schurProduct,
  tensorGraphs,
  transposedGraph,
} from "./bilabelledGraph.js";
import { partition } from "./diagrams/index.gen.js";
import type { Graph } from "./graphAutomorphisms.js";
import { matrixOf } from "./multiplyDiagram.js";
import { subsets } from "./setPartitions.js";
import { spanningGraphs } from "./spanningGraphs.js";

const where = (vertices: number, isEdge: (a: number, b: number) => boolean): Graph => ({
  vertices,
  edges: Array.from({ length: vertices ** 2 }, (_, i) => [Math.floor(i / vertices), i % vertices] as const).filter(
    ([a, b]) => a <= b && isEdge(a, b),
  ),
});
const cycle = (n: number) => where(n, (a, b) => b - a === 1 || b - a === n - 1);
const pairs = Array.from(subsets([0, 1, 2, 3, 4], 2));

const graphs = {
  C5: cycle(5),
  C6: cycle(6),
  P4: where(4, (a, b) => b - a === 1),
  K23: where(5, (a, b) => a < 2 !== b < 2),
  K4: where(4, (a, b) => a !== b),
  Q3: where(8, (a, b) => [1, 2, 4].includes(a ^ b)),
  Petersen: where(10, (a, b) => pairs[a]!.every((x) => !pairs[b]!.includes(x))),
};

const isEdge = ({ edges }: Graph, a: number, b: number) =>
  edges.some(([u, v]) => (u === a && v === b) || (u === b && v === a));

/** The automorphisms, by trying images vertex after vertex. */
function automorphisms(g: Graph, begun: readonly number[] = []): (readonly number[])[] {
  const v = begun.length;
  if (v === g.vertices) return [begun];
  const fits = (w: number) => !begun.includes(w) && begun.every((image, u) => isEdge(g, v, u) === isEdge(g, w, image));
  return [...Array(g.vertices).keys()].filter(fits).flatMap((w) => automorphisms(g, [...begun, w]));
}

/** Orbits on m-tuples: the mean number of fixed ones. */
function orbits(g: Graph, m: number): number {
  const all = automorphisms(g);
  return all.reduce((sum, a) => sum + a.filter((x, i) => x === i).length ** m, 0) / all.length;
}

describe.each(Object.entries(graphs))("%s", (name, g) => {
  const most = g.vertices <= 6 ? 4 : 3;
  test("the graphs span as many maps as there are orbits, and commute with the automorphisms", () => {
    const all = automorphisms(g);
    for (let m = 0; m <= most; m++) {
      const [k, l] = [Math.floor(m / 2), m - Math.floor(m / 2)];
      const { graphs: found, isComplete } = spanningGraphs(g, k, l);
      expect([name, m, isComplete, found.length]).toEqual([name, m, true, orbits(g, m)]);
      for (const H of found.slice(-8)) {
        const matrix = matrixOfGraph(H, g);
        for (const a of all.slice(0, 5)) expect(moved(matrix, a, m)).toEqual(matrix);
      }
    }
  });
});

test("orbits of pairs, as known", () =>
  expect(
    ["C5", "C6", "Petersen", "Q3", "K4", "P4"].map((name) => orbits(graphs[name as keyof typeof graphs], 2)),
  ).toEqual([3, 4, 3, 4, 2, 8]));

test("a permutation that is no automorphism changes the map of an edge", () => {
  const edge: BilabelledGraph = { vertices: 2, edges: [[0, 1]], outputs: [0], inputs: [1] };
  const matrix = matrixOfGraph(edge, graphs.P4);
  expect(moved(matrix, [1, 0, 2, 3], 2)).not.toEqual(matrix);
});

test("without edges they are partition diagrams", () => {
  for (const { blocks } of partition.spanning(4, 2, 2)) {
    const vertexOf = (label: number) => blocks.findIndex((block) => block.includes(label));
    const H = { vertices: blocks.length, edges: [], outputs: [0, 1].map(vertexOf), inputs: [2, 3].map(vertexOf) };
    expect(matrixOfGraph(H, graphs.P4)).toEqual(matrixOf({ k: 2, l: 2, blocks, arms: [], form: "symmetric" }, 4));
  }
});

describe("laws", () => {
  const g = where(4, (a, b) => a + b === 3 || (a < 2 && b < 2 && a !== b) || (a === 3 && b === 3)); // with a loop
  const graph = (k: number, l: number) =>
    fc.integer({ min: 1, max: 4 }).chain((vertices) => {
      const vertex = fc.nat(vertices - 1);
      const labels = (n: number) => fc.array(vertex, { minLength: n, maxLength: n });
      return fc.record({
        vertices: fc.constant(vertices),
        edges: fc.array(fc.tuple(vertex, vertex), { maxLength: 4 }),
        outputs: labels(l),
        inputs: labels(k),
      });
    });
  const options = { seed: 20260101, numRuns: 50 };
  const power = fc.nat(2);

  test("entries count homomorphisms", () =>
    fc.assert(
      fc.property(graph(1, 2), (H) => {
        expect(matrixOfGraph(H, g)).toEqual(counted(H, g));
      }),
      options,
    ));

  test("the product with a vector is that of the matrix", () =>
    fc.assert(
      fc.property(graph(2, 1), (H) => {
        const x = Float64Array.from({ length: 16 }, (_, i) => ((7 * i) % 11) + 1);
        expect(multiplyGraph(H, g, x)).toEqual(product(matrixOfGraph(H, g), x, 16));
      }),
      options,
    ));

  test("gluing in series, side by side, upside down, all over", () =>
    fc.assert(
      fc.property(
        fc.tuple(power, power, power).chain(([p, q, r]) => fc.tuple(graph(p, q), graph(q, r), graph(p, q))),
        ([a, b, c]) => {
          const [A, B, C] = [a, b, c].map((H) => matrixOfGraph(H, g)) as [Float64Array, Float64Array, Float64Array];
          const [p, q, r] = [4 ** a.inputs.length, 4 ** a.outputs.length, 4 ** b.outputs.length];
          expect(matrixOfGraph(composeGraphs(b, a), g)).toEqual(
            Float64Array.from({ length: r * p }, (_, at) => {
              const [i, j] = [Math.floor(at / p), at % p];
              return Array.from({ length: q }, (_, m) => B[i * q + m]! * A[m * p + j]!).reduce((x, y) => x + y, 0);
            }),
          );
          expect(matrixOfGraph(tensorGraphs(b, a), g)).toEqual(
            Float64Array.from({ length: A.length * B.length }, (_, at) => {
              const [row, column] = [Math.floor(at / (q * p)), at % (q * p)];
              return B[Math.floor(row / q) * q + Math.floor(column / p)]! * A[(row % q) * p + (column % p)]!;
            }),
          );
          expect(matrixOfGraph(transposedGraph(a), g)).toEqual(A.map((_, at) => A[(at % q) * p + Math.floor(at / q)]!));
          expect(matrixOfGraph(schurProduct(a, c), g)).toEqual(A.map((x, i) => x * C[i]!));
        },
      ),
      options,
    ));
});

test.each<[() => unknown, string]>([
  [
    () => matrixOfGraph({ vertices: 1, edges: [[0, 1]], outputs: [0], inputs: [] }, graphs.K4),
    "matrixOfGraph: expected vertices from 0 to 0, got 1.",
  ],
  [
    () => matrixOfGraph({ vertices: 1, edges: [], outputs: [0], inputs: [] }, { ...graphs.K4, isDirected: true }),
    "matrixOfGraph: expected an undirected graph without colours, got arrows.",
  ],
  [
    () => multiplyGraph({ vertices: 1, edges: [], outputs: [], inputs: [0] }, graphs.K4, new Float64Array(3)),
    "multiplyGraph: expected 4^1 numbers, got 3.",
  ],
  [
    () =>
      composeGraphs(
        { vertices: 1, edges: [], outputs: [], inputs: [0] },
        { vertices: 1, edges: [], outputs: [], inputs: [0] },
      ),
    "composeGraphs: expected 1 outputs below, got 0.",
  ],
  [
    () =>
      schurProduct(
        { vertices: 1, edges: [], outputs: [], inputs: [0] },
        { vertices: 1, edges: [], outputs: [0], inputs: [] },
      ),
    "schurProduct: expected 1 → 0, got 0 → 1.",
  ],
  [
    () => spanningGraphs(graphs.Petersen, 3, 2),
    "spanningGraphs: expected matrices of at most 65536 entries, got 100000.",
  ],
])("%s", (call, message) => expect(call).toThrow(message));

/** The matrix with all axes permuted. */
const moved = (matrix: Float64Array, a: readonly number[], m: number): Float64Array =>
  matrix.map((_, at) => {
    const n = a.length;
    return matrix[
      Array.from({ length: m }, (_, i) => a[Math.floor(at / n ** i) % n]! * n ** i).reduce((x, y) => x + y, 0)
    ]!;
  });

const product = (matrix: Float64Array, x: Float64Array, n: number): Float64Array =>
  Float64Array.from({ length: matrix.length / n }, (_, i) =>
    x.reduce((sum, value, j) => sum + matrix[i * n + j]! * value, 0),
  );

/** All maps of vertices, tried. */
function counted(H: BilabelledGraph, g: Graph): Float64Array {
  const n = g.vertices;
  const labels = [...H.outputs, ...H.inputs];
  const out = new Float64Array(n ** labels.length);
  for (let at = 0; at < n ** H.vertices; at++) {
    const image = (vertex: number) => Math.floor(at / n ** vertex) % n;
    if (H.edges.every(([a, b]) => isEdge(g, image(a), image(b))))
      out[labels.reduce((sum, label) => n * sum + image(label), 0)]! += 1;
  }
  return out;
}
