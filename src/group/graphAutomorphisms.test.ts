import { describe, expect, test } from "vitest";
import { type Graph, graphAutomorphisms } from "./graphAutomorphisms.js";
import { points } from "./permutations.js";
import { stabilizerChain } from "./schreierSims.js";

type Edges = Graph["edges"];
const ring = (n: number): Edges => points(n).map((i) => [i, (i + 1) % n] as const);
const where = (n: number, isEdge: (i: number, j: number) => boolean): Edges =>
  points(n).flatMap((i) => points(i).flatMap((j) => (isEdge(i, j) ? [[i, j] as const] : [])));

const petersen: Edges = [
  ...ring(5),
  ...points(5).map((i) => [i, i + 5] as const),
  ...points(5).map((i) => [i + 5, ((i + 2) % 5) + 5] as const),
];
const isSquare = (x: number, p: number) => points(p).some((y) => y > 0 && (y * y) % p === x % p);
const paley = (p: number) => where(p, (i, j) => isSquare(i - j, p));
const rook = where(16, (i, j) => i % 4 === j % 4 || Math.floor(i / 4) === Math.floor(j / 4));
// Strongly regular with the parameters of the rook's graph, and not isomorphic to it.
const shrikhande = where(16, (i, j) => {
  const [x, y] = [(i - j + 16) % 4, (Math.floor(i / 4) - Math.floor(j / 4) + 4) % 4];
  return ["1,0", "3,0", "0,1", "0,3", "1,1", "3,3"].includes(`${x},${y}`);
});

describe("orders in the literature", () => {
  test.each([
    [
      "a path of 3",
      {
        vertices: 3,
        edges: [
          [0, 1],
          [1, 2],
        ],
      },
      2n,
    ],
    ["a ring of 8", { vertices: 8, edges: ring(8) }, 16n],
    ["a directed ring of 8", { vertices: 8, edges: ring(8), isDirected: true }, 8n],
    ["nothing but 12 points", { vertices: 12, edges: [] }, 479_001_600n],
    ["two triangles", { vertices: 6, edges: [...ring(3), [3, 4], [4, 5], [5, 3]] }, 72n],
    ["Petersen's graph", { vertices: 10, edges: petersen }, 120n],
    ["the 4-cube", { vertices: 16, edges: where(16, (i, j) => Number.isInteger(Math.log2(i ^ j))) }, 384n],
    ["Paley's graph of 13", { vertices: 13, edges: paley(13) }, 78n],
    ["Paley's graph of 29", { vertices: 29, edges: paley(29) }, 406n],
    ["the rook's graph", { vertices: 16, edges: rook }, 1152n],
    ["Shrikhande's graph", { vertices: 16, edges: shrikhande }, 192n],
    [
      "the smallest tree without symmetry",
      {
        vertices: 7,
        edges: [
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 4],
          [4, 5],
          [2, 6],
        ],
      },
      1n,
    ],
    [
      "benzene by elements",
      {
        vertices: 12,
        edges: [...ring(6), ...points(6).map((i) => [i, i + 6] as const)],
        colours: points(12).map((i) => (i < 6 ? 6 : 1)),
      },
      12n,
    ],
    [
      "benzene, one hydrogen replaced",
      {
        vertices: 12,
        edges: [...ring(6), ...points(6).map((i) => [i, i + 6] as const)],
        colours: points(12).map((i) => (i < 6 ? 6 : i === 6 ? 9 : 1)),
      },
      2n,
    ],
  ] as [string, Graph, bigint][])("%s", (_, graph, order) => {
    const found = graphAutomorphisms(graph);
    expect(found.order).toBe(order);
    expect(stabilizerChain(found.generators, graph.vertices).order).toBe(order);
    const both = new Set(
      graph.edges.flatMap(([i, j]) => (graph.isDirected ? [`${i},${j}`] : [`${i},${j}`, `${j},${i}`])),
    );
    for (const a of found.generators) {
      for (const [i, j] of graph.edges) expect(both.has(`${a[i]},${a[j]}`)).toBe(true);
      for (const i of points(graph.vertices)) expect(graph.colours?.[a[i]!]).toBe(graph.colours?.[i]);
    }
  });
});

test("against all permutations of 5 points, for every graph with 5 random edges", () => {
  const all = permutations(5);
  const pairs = where(5, () => true);
  for (let mask = 1; mask < 1024; mask += 7) {
    const edges = pairs.filter((_, k) => (mask >> k) & 1);
    const both = new Set(edges.flatMap(([i, j]) => [`${i},${j}`, `${j},${i}`]));
    const count = all.filter((a) => edges.every(([i, j]) => both.has(`${a[i]},${a[j]}`))).length;
    expect(graphAutomorphisms({ vertices: 5, edges }).order).toBe(BigInt(count));
  }
});

const permutations = (n: number): number[][] =>
  n === 0 ? [[]] : permutations(n - 1).flatMap((rest) => points(n).map((at) => rest.toSpliced(at, 0, n - 1)));

test.each([
  [{ vertices: 0, edges: [] }, "automorphisms: expected a graph of 1 to 400 vertices, got 0."],
  [{ vertices: 2.5, edges: [] }, "automorphisms: expected a graph of 1 to 400 vertices, got 2.5."],
  [{ vertices: 401, edges: [] }, "automorphisms: expected a graph of 1 to 400 vertices, got 401."],
  [{ vertices: 3, edges: [[0, 3]] }, "automorphisms: expected edges between vertices 0 to 2, got [0, 3]."],
  [{ vertices: 3, edges: [[0, -1]] }, "automorphisms: expected edges between vertices 0 to 2, got [0, -1]."],
  [{ vertices: 2, edges: [[0, 1]], colours: [1] }, "automorphisms: expected 2 colours, integers, got [1]."],
] as [Graph, string][])("%j", (graph, message) => expect(() => graphAutomorphisms(graph)).toThrow(message));
