// Our side of the workload so2, in Node and in a page: the eSCN convolution of peers/so2.py.
import { compile, type SessionOptions, type Value, zeros } from "../src/engine/session.js";
import { f32, i32, type Tensor, type TensorType } from "../src/engine/tensor.js";
import { trace } from "../src/engine/trace.js";
import { irreps } from "../src/group/irreps.js";
import { paddedEdges } from "../src/nn/edges.js";
import { field, vector } from "../src/nn/field.js";
import { so2Convolution, so2WeightCount } from "../src/nn/layers/index.gen.js";
import { type Parameter, type Scope, withParameters } from "../src/nn/scope.js";
import { ring, spread } from "./tensorProducts.js";
import type { Ours } from "./workload.js";

const [most, mMax, channels, nodes, neighbours] = [6, 2, 64, 80, 25];
const blocks = [16, nodes / 16] as const;
const type: string = Array.from({ length: most + 1 }, (_, l) => `${channels}x${l}e`).join(" + ");
const parts = irreps(type);

export async function so2(options: SessionOptions): Promise<Ours> {
  const { senders, reverse, reverseSlots } = ring(nodes, neighbours);
  const given: Readonly<Record<string, TensorType>> = {
    ...Object.fromEntries(parts.map(({ l }) => [`x.${l}`, f32(nodes, 2 * l + 1, channels)])),
    arrows: f32(nodes, neighbours, 3),
    factors: f32(nodes, neighbours, so2WeightCount(parts, mMax)),
  };
  const layout = { senders: i32(nodes, neighbours), reverse: i32(nodes, reverseSlots) };
  let parameters: readonly Parameter[] = [];
  const traced = trace(
    (inputs) => {
      const made = withParameters((scope) => convolved(scope, inputs));
      parameters = made.parameters;
      return made.value;
    },
    { ...given, ...layout },
  );
  const session = await compile(
    { ...traced, inputs: [...traced.inputs, ...parameters.map(({ leaf }) => leaf)] },
    options,
  );
  const random = Object.entries(given).map(
    ([name, { shape }], seed) => [name, numbers(shape as number[], seed)] as const,
  );
  const learned = parameters.map(({ path, shape }, i) => {
    const seed = random.length + i;
    return [path, numbers(shape, seed, 1 / Math.sqrt(shape[0]!))] as const;
  });
  const feeds: Readonly<Record<string, Value>> = {
    ...Object.fromEntries([...random, ...learned]),
    senders: { dtype: "i32", shape: [nodes, neighbours], data: senders },
    reverse: { dtype: "i32", shape: [nodes, reverseSlots], data: reverse },
  };
  const into = Object.fromEntries(
    Object.entries(traced.outputs).map(([name, { shape }]) => [name, zeros(shape as number[], "f32")]),
  );
  await session.run(feeds, into);
  const all = Object.values(into).flatMap(({ data }) => [...(data as Float32Array)]);
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const values = [mean(all.map(Math.abs)), mean(all.map((x, i) => x * all[(i + 1) % all.length]!))];
  return {
    step: () => session.run(feeds, into),
    facts: {
      nodes: session.facts.nodes,
      sessionMs: Math.round(session.facts.createMs),
      values: values.map((x) => x.toPrecision(6)).join(" "),
      edges: nodes * neighbours,
    },
    close: session.close,
  };
}

function convolved(scope: Scope, inputs: Readonly<Record<string, Tensor>>): readonly Tensor[] {
  const x = field(
    "SO(3)",
    type,
    parts.map(({ l }) => inputs[`x.${l}`]!),
  );
  const edges = paddedEdges({ senders: inputs.senders!, reverse: inputs.reverse!, blocks });
  const options = { mMax, weights: inputs.factors! };
  return so2Convolution(scope, x, vector("SO(3)", inputs.arrows!), edges, type, options).parts;
}

const numbers = (shape: readonly number[], seed: number, scale = 1): Value => ({
  dtype: "f32",
  shape,
  data: spread(shape, seed).map((x) => scale * x),
});
