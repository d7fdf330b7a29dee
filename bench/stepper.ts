// Our side of a training workload: one session run a step, state in two sets of arrays.
import { compile, type Value, zeros } from "../src/engine/session.js";
import { initialize, parameterCount } from "../src/nn/scope.js";
import { key } from "../src/random.js";
import { type StepOptions, sizesOf, type TracedTask, trainingStep } from "../src/train/step.js";
import type { Ours } from "./workload.js";

export async function stepper(
  trace: () => TracedTask,
  options: StepOptions & { readonly rate: number },
  feeds: Readonly<Record<string, Value>>,
  threads: number,
): Promise<Ours> {
  const start = performance.now();
  const named = trace();
  const task = named.sized(sizesOf(named.inputs, feeds)); // as the training loop does
  const graph = trainingStep(task, options);
  const traceMs = performance.now() - start;
  const session = await compile(graph, { threads, ...(process.env.PROFILE && { profile: process.env.PROFILE }) });
  const size = parameterCount(task.parameters);
  const vector = (data: Float32Array = new Float32Array(size)): Value => ({ dtype: "f32", shape: [size], data });
  const names = ["parameters", ...options.optimizer.state.map((name) => `optimizer.${name}`)];
  const blank = () => Object.fromEntries(names.map((name) => [name, vector()]));
  let [current, next] = [
    { ...blank(), parameters: vector(initialize(task.parameters, key(0))) } as Record<string, Value>,
    blank(),
  ];
  const scalar = (value: number): Value => ({ dtype: "f32", shape: [], data: Float32Array.of(value) });
  const [loss, gradientNorm, rate, step] = [zeros([], "f32"), zeros([], "f32"), scalar(options.rate), scalar(0)];
  const { nodes, bytes, simplifyMs, emitMs, createMs } = session.facts;
  let first: number | undefined;
  return {
    async step() {
      step.data[0] = Number(step.data[0]) + 1;
      const into = Object.fromEntries(names.map((name) => [`next.${name}`, next[name]!]));
      await session.run({ ...current, ...feeds, step, rate }, { ...into, loss, gradientNorm });
      [current, next] = [next, current];
      if (!Number.isFinite(Number(loss.data[0]))) throw new Error("bench: the loss is not finite");
      first ??= Number(loss.data[0]);
      return Number(loss.data[0]);
    },
    facts: {
      nodes,
      parameters: size,
      bytes,
      "trace+grad+simplify+emit ms": Math.round(traceMs + simplifyMs + emitMs),
      sessionMs: Math.round(createMs),
      /** The loss before any step, once there was one. */
      get values() {
        return `${first}`;
      },
    },
    close: session.close,
  };
}
