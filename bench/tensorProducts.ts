// Our side of the workloads tp-…: a product of fields, and with `backward` its derivatives by all that goes in.
import { type PaddedEdges, padded } from "../src/data/neighbours.js";
import { vjp } from "../src/engine/grad.js";
import { inBlocks } from "../src/engine/inBlocks.js";
import { compile, type Value, zeros } from "../src/engine/session.js";
import { f32, i32, type Tensor, type TensorType } from "../src/engine/tensor.js";
import { trace } from "../src/engine/trace.js";
import { irreps } from "../src/group/irreps.js";
import { paddedEdges } from "../src/nn/edges.js";
import { type Field, field } from "../src/nn/field.js";
import { convolution, convolutionPaths, fullyConnectedTensorProduct } from "../src/nn/layers/index.gen.js";
import { withParameters } from "../src/nn/scope.js";
import { fullyConnectedPaths, productPaths, weightCount } from "../src/nn/tensorProductPaths.js";
import type { Ours } from "./workload.js";

type Inputs = Readonly<Record<string, Tensor>>;
type Any = Field<"O(3)", string>;

export interface ProductOptions {
  readonly threads: number;
  readonly backward: boolean;
}

/** "uvu" of peers/tensor_products.py. */
export function uvu(nodes: number, options: ProductOptions): Promise<Ours> {
  const [neighbours, channels, blockRows] = [25, 128, options.threads === 1 ? 10 : 40];
  const [x, y] = [`${channels}x0e + ${channels}x1o + ${channels}x2e`, "1x0e + 1x1o + 1x2e"];
  const { out, instructions } = convolutionPaths(irreps(x), irreps(y), ["0e", "1o", "2e"]);
  const { slots, reverseSlots, ...table } = ring(nodes, neighbours);
  const blocks = [nodes / blockRows, blockRows] as const;
  const types = {
    ...partTypes("x", x, [nodes]),
    ...partTypes("y", y, [nodes, slots]),
    ...Object.fromEntries(instructions.map((_, i) => [`weights.${i}`, f32(nodes, slots, channels)])),
  };
  const layout = { senders: i32(nodes, slots), reverse: i32(nodes, reverseSlots) };
  const feeds = {
    senders: { dtype: "i32" as const, shape: [nodes, slots], data: table.senders },
    reverse: { dtype: "i32" as const, shape: [nodes, reverseSlots], data: table.reverse },
  };
  const product = (inputs: Inputs) =>
    withParameters((scope) =>
      convolution(
        scope,
        fieldOf("x", x, inputs),
        fieldOf("y", y, inputs),
        paddedEdges({
          senders: inputs.senders!,
          reverse: inputs.reverse!,
          blocks,
        }),
        String(out),
        instructions,
        instructions.map((_, i) => inputs[`weights.${i}`]!),
      ),
    ).value.parts;
  return timed(product, types, { ...options, layout, feeds, facts: { edges: nodes * slots } });
}

/** The edges of peers/tensor_products.py. */
export function ring(nodes: number, neighbours: number): PaddedEdges {
  const offsets = [...Array.from({ length: neighbours - 1 }, (_, k) => (k % 2 === 0 ? k + 1 : -k)), nodes / 2];
  const receivers = Int32Array.from({ length: nodes * neighbours }, (_, e) => Math.floor(e / neighbours));
  const senders = receivers.map((node, e) => (node + offsets[e % neighbours]! + nodes) % nodes);
  return padded({ senders, receivers }, nodes);
}

/** "full" of peers/tensor_products.py, a hundred rows at a time. */
export function full(options: ProductOptions): Promise<Ours> {
  const [rows, type] = [1000, "32x0e + 32x1o + 32x2e"];
  const all = irreps(type);
  const weights = weightCount(productPaths([all, all, all], fullyConnectedPaths(all, all, all)));
  const types = { ...partTypes("x", type, [rows]), ...partTypes("y", type, [rows]), weights: f32(weights) };
  const product = (inputs: Inputs) => {
    const of = (x: Any, y: Any) =>
      withParameters((scope) => fullyConnectedTensorProduct(scope, x, y, type, { weights: inputs.weights })).value;
    const parts = (x: readonly Tensor[], y: readonly Tensor[]) =>
      of(field("O(3)", type, x), field("O(3)", type, y)).parts;
    const [x, y] = [fieldOf("x", type, inputs), fieldOf("y", type, inputs)];
    return inBlocks(parts, [rows / 100, 100])(x.parts, y.parts);
  };
  return timed(product, types, { ...options, facts: { rows } });
}

interface Timed extends ProductOptions {
  /** Inputs that have no derivative, and their values. */
  readonly layout?: Readonly<Record<string, TensorType>>;
  readonly feeds?: Readonly<Record<string, Value>>;
  readonly facts: Readonly<Record<string, number>>;
}

async function timed(
  product: (inputs: Inputs) => readonly Tensor[],
  types: Readonly<Record<string, TensorType>>,
  { threads, backward, layout = {}, feeds = {}, facts }: Timed,
): Promise<Ours> {
  const names = Object.keys(types);
  const results = Object.entries(trace(product, { ...types, ...layout }).outputs);
  const cotangents = Object.fromEntries(results.map(([name, { shape }]) => [`cotangent.${name}`, f32(...shape)]));
  const graph = trace(
    (inputs: Inputs) => {
      const parts = product(inputs);
      const wrt = names.map((name) => inputs[name]!);
      const along = results.map(([name]) => inputs[`cotangent.${name}`]).filter((x) => x !== undefined);
      return { parts, ...(backward && { derivatives: vjp(parts, wrt, along) }) };
    },
    { ...types, ...layout, ...(backward && cotangents) },
  );
  const session = await compile(graph, { threads, ...(process.env.PROFILE && { profile: process.env.PROFILE }) });
  const random = Object.entries({ ...types, ...(backward && cotangents) }).map(([name, { shape }], seed) => {
    const sizes = shape as number[];
    return [name, { dtype: "f32" as const, shape: sizes, data: spread(sizes, seed) }] as const;
  });
  const all = { ...Object.fromEntries(random), ...feeds };
  const into = Object.fromEntries(
    Object.entries(graph.outputs).map(([name, { shape }]) => [name, zeros(shape as number[], "f32")]),
  );
  await session.run(all, into);
  /** Mean absolute entries of the results whose numbers are from … to. */
  const size = (kind: string, from: number, to = Number.POSITIVE_INFINITY): string => {
    const data = Object.entries(into).flatMap(([name, each]) => {
      const [family, at] = name.split(".");
      return family === kind && Number(at) >= from && Number(at) < to ? [each.data as Float32Array] : [];
    });
    const total = data.reduce((sum, each) => each.reduce((a, b) => a + Math.abs(b), sum), 0);
    return (total / data.reduce((n, each) => n + each.length, 0)).toPrecision(6);
  };
  const derivatives = backward ? [size("derivatives", 0, 3), size("derivatives", 3, 6), size("derivatives", 6)] : [];
  return {
    step: () => session.run(all, into),
    facts: {
      nodes: session.facts.nodes,
      sessionMs: Math.round(session.facts.createMs),
      values: [size("parts", 0), ...derivatives].join(" "),
      ...facts,
    },
    close: session.close,
  };
}

/** `numbers` of peers/tensor_products.py. */
export function spread(shape: readonly number[], seed: number): Float32Array {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++)
    data[i] = (((i * 0.6180339887498949 + seed * 0.1234) % 1) - 0.5) * Math.sqrt(12);
  return data;
}

const partTypes = (name: string, type: string, lead: readonly number[]): Record<string, TensorType> =>
  Object.fromEntries(
    irreps(type).map(({ l, multiplicity }, i) => [`${name}.${i}`, f32(...lead, 2 * l + 1, multiplicity)]),
  );

const fieldOf = (name: string, type: string, inputs: Inputs): Any =>
  field(
    "O(3)",
    type,
    irreps(type).map((_, i) => inputs[`${name}.${i}`]!),
  );
