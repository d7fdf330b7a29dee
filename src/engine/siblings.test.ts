import { describe, expect, test } from "vitest";
import { fold, key, normal } from "../random.js";
import { vjp } from "./grad.js";
import { type Graph, topological } from "./graph.js";
import { inBlocks } from "./inBlocks.js";
import { add, cos, matmul, mul, sin, sum } from "./ops/index.gen.js";
import { scan } from "./scan.js";
import { compile, numbers, value } from "./session.js";
import { joinSiblings } from "./siblings.js";
import { simplify } from "./simplify.js";
import { f64, type Tensor, type TensorType } from "./tensor.js";
import { trace } from "./trace.js";

const types = { x: f64(12, 3), g: f64(12, 2), w: f64(3, 2) };
type Inputs = Record<keyof typeof types, Tensor>;
const layer = (w: Tensor) => inBlocks((x: Tensor) => sin(matmul(x, w)), [4, 3]);

describe("loops over the same entries run as one", () => {
  test("a function and its derivative along a known cotangent", async () => {
    const of = ({ x, g, w }: Inputs) => {
      const y = layer(w)(x);
      return [y, ...vjp([y], [x, w], [g])];
    };
    expect(loops(trace(of, types))).toBe(2);
    expect(loops(simplify(trace(of, types)))).toBe(1);
    const plain = ({ x, g, w }: Inputs) => {
      const y = sin(matmul(x, w));
      return [y, ...vjp([y], [x, w], [g])];
    };
    await expectEqual(of, plain);
  });

  test("states of each, and the states before each step", async () => {
    const sums = (x: Tensor, w: Tensor, over: typeof sin) =>
      scan((s: Tensor, row: Tensor) => [add(s, over(mul(s, row))), sum(mul(s, row))], w, x, { unroll: 0 });
    const of = (over: typeof sin, ends: boolean) => (i: Inputs) => {
      const [x, w] = [i.x, sum(i.w, { axes: [1] })];
      const [end, each] = sums(x, w, over);
      return ends ? [end, ...vjp([sum(end)], [x, w], [sum(end)])] : [each];
    };
    const both = (i: Inputs) => [...of(sin, true)(i), ...of(cos, false)(i)];
    expect(loops(trace(both, types))).toBe(3);
    expect(loops(simplify(trace(both, types)))).toBe(2); // a derivative runs after the loop that it needs
    const graphs = [trace(of(sin, true), types), trace(of(cos, false), types)];
    const alone = await Promise.all(graphs.map((graph) => valuesOf(graph)));
    expect(largestDifference(await valuesOf(trace(both, types)), alone.flat())).toBeLessThan(1e-13);
  });

  test("not where one needs the other, runs the other way round, or goes over other entries", () => {
    const cases: ((i: Inputs) => Tensor[])[] = [
      ({ x, w, g }) => [
        inBlocks((x: Tensor, y: Tensor) => mul(sum(x, { axes: [1] }), sum(y, { axes: [1] })), [4, 3])(
          x,
          add(layer(w)(x), g),
        ),
      ],
      ({ x }) =>
        [false, true].map(
          (reverse) => scan((s: Tensor, row: Tensor) => [add(s, row), sum(s)], x0(x), x, { reverse, unroll: 0 })[0],
        ),
      ({ x, w }) => [layer(w)(x), layer(w)(cos(x))],
    ];
    for (const of of cases) expect(loops(simplify(trace(of, types)))).toBe(2);
  });

  test("pairs that would wait for each other stay apart", async () => {
    const of = ({ x, w }: Inputs) => {
      const rows = (f: typeof sin, x: Tensor) => inBlocks((x: Tensor) => f(x), [4, 3])(x);
      const y = cos(x);
      const first = [rows(sin, x), rows(cos, y)];
      return [
        rows(cos, mul(x, x)),
        matmul(rows(sin, add(first[0]!, y)), w),
        inBlocks((a: Tensor, b: Tensor) => add(a, b), [4, 3])(x, first[1]!),
        inBlocks((a: Tensor, b: Tensor) => mul(a, b), [4, 3])(y, first[0]!),
      ];
    };
    const plain = ({ x, w }: Inputs) => [
      cos(mul(x, x)),
      matmul(sin(add(sin(x), cos(x))), w),
      add(x, cos(cos(x))),
      mul(cos(x), sin(x)),
    ];
    await expectEqual(of, plain);
  });

  test("a joined graph is joined", () => {
    const graph = simplify(
      trace(({ x, w }: Inputs) => [layer(w)(x), inBlocks((x: Tensor) => cos(x), [4, 3])(x)], types),
    );
    expect(loops(graph)).toBe(1);
    expect(joinSiblings(graph).outputs).toEqual(graph.outputs);
  });
});

const x0 = (x: Tensor): Tensor => sum(x, { axes: [0] });

const loops = (graph: Graph): number =>
  topological(Object.values(graph.outputs)).filter(({ rule }) => rule.name === "scan").length;

async function expectEqual(one: (i: Inputs) => Tensor[], other: (i: Inputs) => Tensor[]): Promise<void> {
  const [found, want] = await Promise.all([one, other].map((of) => valuesOf(trace(of, types))));
  expect(largestDifference(found!, want!)).toBeLessThan(1e-13);
}

async function valuesOf(graph: Graph): Promise<number[][]> {
  const session = await compile(graph, { precision: "f64" });
  const feeds = Object.entries(types as Record<string, TensorType>).map(([name, { shape }], i) => {
    const sizes = shape as number[];
    return [
      name,
      value(
        normal(
          fold(key(3), i),
          sizes.reduce((a, b) => a * b, 1),
        ),
        sizes,
        "f64",
      ),
    ] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.close();
  return session.outputs.map((name) => [...numbers(results[name]!).data]);
}

function largestDifference(found: number[][], want: number[][]): number {
  expect(found.map((each) => each.length)).toEqual(want.map((each) => each.length));
  return Math.max(...found.flatMap((each, i) => each.map((x, j) => Math.abs(x - want[i]![j]!))));
}
