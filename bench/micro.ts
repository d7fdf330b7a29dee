// Our side of the workloads micro-…: one operation of fixed sizes and its derivatives by all its inputs, as in peers/micro.py.
import { subDims } from "../src/engine/dim.js";
import { vjp } from "../src/engine/grad.js";
import type { Graph } from "../src/engine/graph.js";
import { reshape, slice } from "../src/engine/ops/index.gen.js";
import { compile, numbers, type Value, value } from "../src/engine/session.js";
import { f32, i64, type Tensor } from "../src/engine/tensor.js";
import { trace } from "../src/engine/trace.js";
import { type Workload, workload } from "./workload.js";

type Inputs = Readonly<Record<string, Tensor>>;

interface Micro {
  readonly about: string;
  /** Shapes of the inputs in the peer's order, each with a derivative. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** Factors of inputs; without one they have mean 0 and variance 1. */
  readonly scales?: Readonly<Record<string, number>>;
  /** Integers that go in besides, known before the run. */
  readonly layout?: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>>;
  /** The results, in the peer's order. */
  readonly forward: (inputs: Inputs) => readonly Tensor[];
  /** How many of the results, from the first, are differentiated; all of them by default. */
  readonly differentiated?: number;
  /** Whether torch.compile takes the operation as one graph. */
  readonly compiled?: boolean;
}

/** The ratio that no micro-workload should exceed; their geometric mean should be 0.8. */
const goal = 1.2;

/** A micro-workload; the peer is the function of its name in peers/micro.py. */
export function micro(name: string, rule: Micro): Workload {
  const peer = `micro:${name}`;
  const peers = { [peer]: goal, ...(rule.compiled !== false && { [`${peer}:compiled`]: goal }) };
  return workload(`micro-${name}`, { about: rule.about, peers, make: (threads) => make(rule, threads) });
}

async function make({ inputs, scales = {}, layout = {}, forward, differentiated }: Micro, threads: number) {
  const start = performance.now();
  const floats = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, f32(...shape)]));
  const whole = Object.fromEntries(Object.entries(layout).map(([name, { shape }]) => [name, i64(...shape)]));
  const shapes = Object.values(trace(forward, { ...floats, ...whole }).outputs).slice(0, differentiated);
  const along = Object.fromEntries(shapes.map((y, i) => [`cotangent${i}`, f32(...y.shape)]));
  const graph = trace(
    (x: Inputs) => {
      const results = forward(x);
      const wrt = Object.keys(inputs).map((name) => x[name]!);
      return [
        ...results,
        ...vjp(
          results.slice(0, shapes.length),
          wrt,
          Object.keys(along).map((name) => x[name]!),
        ),
      ];
    },
    { ...floats, ...whole, ...along },
  );
  const feeds = {
    ...Object.fromEntries(
      Object.entries({ ...floats, ...along }).map(([name, { shape }], i) => [
        name,
        drawn(i, shape as number[], scales[name]),
      ]),
    ),
    ...Object.fromEntries(Object.entries(layout).map(([name, { shape, data }]) => [name, value(data, shape, "i64")])),
  };
  const values = await evaluated(graph, feeds);
  const session = await compile(lastElements(graph), {
    threads,
    ...(process.env.PROFILE && { profile: process.env.PROFILE }),
  });
  return {
    step: () => session.run(feeds),
    facts: {
      nodes: session.facts.nodes - 2 * session.outputs.length,
      sessionMs: Math.round(session.facts.createMs),
      "build ms": Math.round(performance.now() - start),
      values: values.map(summary).join(" "),
    },
    close: session.close,
  };
}

async function evaluated(graph: Graph, feeds: Readonly<Record<string, Value>>): Promise<Value[]> {
  const session = await compile(graph);
  const results = await session.run(feeds);
  await session.close();
  return session.outputs.map((name) => results[name]!);
}

/**
 * The graph with the last element of each result in its place: onnxruntime-node copies what it hands to JavaScript
 * (0.2 ms/MB with the faults of fresh pages), while the peer's results stay where they are.
 */
const lastElements = ({ inputs, outputs }: Graph): Graph => ({
  inputs,
  outputs: Object.fromEntries(
    Object.entries(outputs).map(([name, x]) => {
      const flat = reshape(x, [-1]);
      return [name, slice(flat, 0, subDims(flat.shape[0]!, 1), flat.shape[0]!)];
    }),
  ),
});

/** Numbers in (0, 1) that Python can make too. */
export const fractions = (seed: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => {
    const wild = Math.sin((i + 1) * 12.9898 + seed * 78.233) * 43758.5453;
    return wild - Math.floor(wild);
  });

/** Whole numbers 0 … below − 1. */
export const integers = (seed: number, count: number, below: number): Float64Array =>
  fractions(seed, count).map((x) => Math.floor(x * below));

function drawn(seed: number, shape: readonly number[], scale = 1): Value {
  const count = shape.reduce((a, b) => a * b, 1);
  const data = fractions(seed, count).map((x) => scale * Math.sqrt(12) * (x - 0.5));
  return value(data, shape, "f32");
}

/** One number that a wrong value or order of the elements changes, but not their signs (those of eigenvectors are free). */
function summary(x: Value): number {
  const { data } = numbers(x);
  return data.reduce((sum, each, i) => sum + Math.abs(each) * (1 + i / data.length), 0) / data.length;
}
