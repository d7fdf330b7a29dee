// Training one model of a method, its own or a baseline, and its test metric.

import { add } from "../engine/ops/index.gen.js";
import { compile, type Session } from "../engine/session.js";
import type { Tensor } from "../engine/tensor.js";
import { fold, type Key } from "../random.js";
import { meanLoss, type Store, type Trained, train } from "../train/loop.js";
import { evaluationStep, type TracedTask, traceTask } from "../train/step.js";
import type { Method, Model, Prepared, TrainingConfig } from "./method.js";

/** Told how far a run is; the command line draws it. */
export interface Watcher {
  /** @returns what to call after each step */
  start(label: string, steps: number, from: number): { step(done: number, loss: number): void; end(): void };
}

export interface FitOptions<Config extends object> {
  readonly method: Method<Config>;
  readonly config: Config & { readonly training: TrainingConfig };
  readonly prepared: Prepared;
  readonly key: Key;
  readonly threads: number;
  readonly device?: string | undefined;
  readonly watcher: Watcher;
  readonly checkpointEvery?: number;
  readonly signal?: AbortSignal;
}

export interface Fitted {
  readonly task: TracedTask;
  readonly trained: Trained;
  /** Loss of the best parameters on the test batches, and on the moved ones. */
  readonly test: number;
  readonly moved: number;
}

/** A model of a method, traced with the method's inputs and loss. */
export const taskOf = <Config extends object>(
  method: Method<Config>,
  build: Model<Config>["build"],
  config: Config,
): TracedTask =>
  traceTask({
    inputs: method.inputs,
    model: (scope, inputs) => build(config, scope, inputs),
    loss: (predicted, inputs) =>
      Object.entries(method.targets)
        .map(([output, target]) => method.loss(predicted[output]!, inputs[target]!))
        .reduce((a, b): Tensor => add(a, b)),
  });

/** Trains a model under the name of the method or baseline and tests its best parameters. */
export async function fitModel<Config extends object>(
  name: string,
  build: Model<Config>["build"],
  { method, config, prepared, key, threads, device, watcher, checkpointEvery, signal }: FitOptions<Config>,
  store?: Store,
): Promise<Fitted> {
  const task = taskOf(method, build, config);
  const { steps, validEvery, ...training } = config.training;
  const watch = watcher.start(name, steps, (store?.load()?.state.step as number) ?? 0);
  const trained = await train({
    ...training,
    task,
    steps,
    // The same key for every model: the same batches in the same order, and weights from their own paths.
    key: fold(key, "fit"),
    batches: prepared.batches,
    valid: { every: validEvery, batches: prepared.valid },
    threads,
    device,
    onStep: watch.step,
    ...(store && { store }),
    ...(checkpointEvery && { checkpointEvery }),
    ...(signal && { signal }),
  });
  watch.end();
  const session: Session = await compile(evaluationStep(task), { threads, device });
  const test = await meanLoss(session, trained.best.parameters, prepared.test);
  const moved = await meanLoss(session, trained.best.parameters, prepared.moved);
  await session.close();
  return { task, trained, test, moved };
}
