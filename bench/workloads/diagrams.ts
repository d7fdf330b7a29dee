import { type Diagram, diagram } from "../../src/group/diagram.js";
import { brauer, partition } from "../../src/group/diagrams/index.gen.js";
import { multiplier } from "../../src/group/multiplyDiagram.js";
import { key, normal } from "../../src/random.js";
import type { About } from "../server.js";
import { aligned } from "../table.js";
import { workload } from "../workload.js";

/** One diagram a row of the table over n; the same ones are in peers/diagrams.py, which times fewer n. */
interface Sweep {
  readonly diagram: Diagram;
  /** The exponent of n that the papers state for the arithmetic. */
  readonly stated: number | null;
  readonly sizes: readonly number[];
}

const pairs = [
  [0, 2],
  [1, 4],
  [3, 5],
];
const sweeps: Readonly<Record<string, Sweep>> = {
  // The most work that a partition diagram gives: each input summed, each output filled.
  "S(n) 3→3": { diagram: diagram(3, 3, [[0], [1], [2], [3], [4], [5]]), stated: 3, sizes: [16, 18, 20, 24, 32, 40] },
  // One pair among the inputs: n^(k − 1).
  "O(n) 4→2": { diagram: diagram(4, 2, pairs), stated: 3, sizes: [12, 16, 18, 20, 24, 28, 32] },
  "Sp(n) 4→2": {
    diagram: diagram(4, 2, pairs, { form: "symplectic" }),
    stated: 3,
    sizes: [12, 16, 18, 20, 24, 28, 32],
  },
  // Determinants fix n, so there is no exponent.
  "SO(4) 5→3": {
    diagram: diagram(
      5,
      3,
      [
        [1, 6],
        [2, 7],
      ],
      { arms: [[0], [3], [4], [5]] },
    ),
    stated: null,
    sizes: [4],
  },
  "A(4) 4→4": { diagram: diagram(4, 4, [], { arms: [[0, 4], [1], [2, 6], [3, 5, 7]] }), stated: null, sizes: [4] },
};

const n = 8;

/** Fast multiplication by diagrams against dense matrices, and how both grow with n. */
export const diagrams = workload("diagrams", {
  about: "a vector of (R^8)^⊗3 times each of the 15 Brauer and 203 partition diagrams 3 → 3",
  peers: { diagrams: 0.05 },
  async make() {
    const products = [...brauer.spanning(n, 3, 3), ...partition.spanning(n, 3, 3)].map((one) => multiplier(one, n));
    const vector = normal(key(0), n ** 3);
    const facts: Record<string, number> = { diagrams: products.length };
    for (const [name, { diagram, sizes }] of Object.entries(sweeps))
      for (const size of sizes) {
        const [multiply, input] = [multiplier(diagram, size), normal(key(0), size ** diagram.k)];
        facts[`${name} ${size}`] = fastest(() => multiply(input));
      }
    return {
      async step() {
        return products.map((multiply) => multiply(vector)[0]!).reduce((sum, x) => sum + x, 0);
      },
      facts,
      close: async () => {},
    };
  },
  detail(ours, peer) {
    const rows = Object.entries(sweeps).map(([name, { diagram, stated }]) => {
      const [fast, dense] = [timesOf(ours, name), timesOf(peer, name)];
      const [size, denseMs] = dense.at(-1)!;
      const [, fastMs] = fast.find(([n]) => n === size)!;
      const exponents = [stated, slope(fast), diagram.k + diagram.l, slope(dense)].map((x) => (stated ? `${x}` : "–"));
      return [name, ...exponents, `${size}`, (1e3 * fastMs).toFixed(1), (1e3 * denseMs).toFixed(1)];
    });
    const head = ["diagram", "n^ stated", "ours n^", "dense n^ stated", "dense n^", "at n", "ours µs", "dense µs"];
    return aligned([head, ...rows]);
  },
});

/** Milliseconds of a call: the fastest of many. */
function fastest(call: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + 60;
  for (let round = 0; round < 5 || performance.now() < end; round++) {
    const start = performance.now();
    let calls = 0;
    do {
      call();
      calls++;
    } while (performance.now() < start + 1); // longer than the clock's grain
    best = Math.min(best, (performance.now() - start) / calls);
  }
  return best;
}

/** [n, ms] of a row, n ascending. */
const timesOf = (about: About, name: string): (readonly [number, number])[] =>
  Object.entries(about)
    .filter(([fact]) => fact.startsWith(`${name} `))
    .map(([fact, ms]) => [Number(fact.slice(name.length)), Number(ms)] as const)
    .sort((a, b) => a[0] - b[0]);

/** Least squares on log t against log n. */
function slope(times: readonly (readonly [number, number])[]): string {
  const points = times.map(([size, ms]) => [Math.log(size), Math.log(ms)] as const);
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)];
  return (mean(([a, b]) => (a - x) * (b - y)) / mean(([a]) => (a - x) ** 2)).toFixed(2);
}
