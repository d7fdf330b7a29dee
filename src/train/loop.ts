// The training loop: batches in, one session run a step, checkpoints and a record out.
import { compile, type Session, type Value, zeros } from "../engine/session.js";
import { ExpectationError, InputError } from "../error.js";
import { initialize, layout, type Parameter } from "../nn/scope.js";
import { fold, type Key } from "../random.js";
import type { Checkpoint } from "./checkpoint.js";
import type { Entry } from "./record.js";
import type { Schedule } from "./schedule.js";
import { flat } from "./schedules/flat.js";
import { evaluationStep, type StepOptions, sizesOf, type TracedTask, trainingStep } from "./step.js";

/** Batches as a pure function of the step, so that a resumed run sees what the whole run would have seen. */
export type Batches = (step: number) => Readonly<Record<string, Value>>;

/** Where a run keeps itself; `files` keeps it in a folder. */
export interface Store {
  /** The checkpoint `latest`, if the run was started before. */
  load(): Checkpoint | undefined;
  /** The tensors are views of arrays that the next step writes over: what keeps them copies them. */
  save(name: "latest" | "best", checkpoint: Checkpoint): void;
  append(entry: Entry): void;
}

export interface Training extends StepOptions {
  readonly task: TracedTask;
  readonly key: Key;
  readonly steps: number;
  /** Base learning rate. */
  readonly rate: number;
  readonly schedule?: Schedule;
  readonly batches: Batches;
  /** Batches whose mean loss chooses the best parameters; every so many steps and at the end. */
  readonly valid?: { readonly every: number; readonly batches: readonly Readonly<Record<string, Value>>[] };
  readonly threads?: number;
  readonly device?: string;
  readonly store?: Store;
  /** Steps between checkpoints; 200 by default. */
  readonly checkpointEvery?: number;
  readonly onStep?: (step: number, loss: number) => void;
  /** Aborted: a checkpoint is written and the reason thrown. */
  readonly signal?: AbortSignal;
}

/** What came out: the parameters of the last step (their moving average, where there is one), and those of the best validation loss. */
export interface Trained {
  readonly parameters: Float32Array;
  readonly best: { readonly step: number; readonly loss: number; readonly parameters: Float32Array };
  readonly losses: readonly { readonly step: number; readonly train: number; readonly valid?: number }[];
  readonly facts: Session["facts"];
}

/** The loss or its gradient is not finite any more. */
export class DivergenceError extends ExpectationError {}

interface State {
  readonly step: number;
  readonly best: { readonly step: number; readonly loss: number };
  readonly losses: Trained["losses"];
}

/**
 * Trains a task, resuming from the store's latest checkpoint. The result is a function of the task, the key and the
 * options alone: a run that was stopped and resumed ends with the same bytes.
 * @throws DivergenceError if the loss or its gradient is not finite; the last checkpoint stays
 */
export async function train(training: Training): Promise<Trained> {
  const { task, key, steps, rate, batches, valid, store, onStep, signal, threads, device } = training;
  const { schedule = flat(), checkpointEvery = 200 } = training;
  const sessions = sessionsOf(training);
  const { facts } = await sessions.for(batches(0));
  const validation = valid && (await compile(evaluationStep(task), { threads, device }));
  const vectors = [
    "parameters",
    ...training.optimizer.state.map((name) => `optimizer.${name}`),
    ...(training.ema === undefined ? [] : ["ema"]),
  ];
  const start = starting(task.parameters, vectors, key, store?.load());
  let { state, best } = start;
  let current = start.values;
  // Two sets of arrays: the session reads one and writes the other.
  let next = Object.fromEntries(vectors.map((name) => [name, zeros(current[name]!.shape, "f32")]));
  const scalars = {
    loss: zeros([], "f32"),
    gradientNorm: zeros([], "f32"),
    step: zeros([], "f32"),
    rate: zeros([], "f32"),
  };
  const averaged = (values: Record<string, Value>) => (values.ema ?? values.parameters!).data as Float32Array;
  const bestValue = (): Value => ({ ...current.parameters!, data: best });
  const save = (name: "latest" | "best") => {
    const vectors: Record<string, Value> =
      name === "best" ? { parameters: bestValue() } : { ...current, best: bestValue() };
    store?.save(name, { tensors: named(task.parameters, vectors), state: { ...state } });
  };

  try {
    while (state.step < steps) {
      scalars.step.data[0] = state.step + 1;
      scalars.rate.data[0] = rate * schedule.factor(state.step, steps);
      const batch = batches(state.step);
      const feeds = { ...current, step: scalars.step, rate: scalars.rate, ...batch };
      const session = await sessions.for(batch);
      const into = Object.fromEntries(vectors.map((name) => [`next.${name}`, next[name]!]));
      await session.run(feeds, { ...into, loss: scalars.loss, gradientNorm: scalars.gradientNorm });
      [current, next] = [next, current];
      const step = state.step + 1;
      const [loss, gradientNorm] = [Number(scalars.loss.data[0]), Number(scalars.gradientNorm.data[0])];
      checkFinite("loss", loss, step);
      // A finite loss may have a gradient that is not; then the parameters are lost, and must not reach a checkpoint.
      checkFinite("gradient norm", gradientNorm, step);
      onStep?.(step, loss);
      store?.append({ kind: "step", step, loss, gradientNorm, rate: Number(scalars.rate.data[0]) });
      state = { ...state, step };
      const due = step === steps || (valid !== undefined && step % valid.every === 0);
      if (due) {
        const found = validation ? await meanLoss(validation, averaged(current), valid!.batches) : loss;
        store?.append({ kind: "valid", step, loss: found });
        const better = found < state.best.loss; // never where it is NaN
        if (better) best = averaged(current).slice();
        state = {
          step,
          best: better ? { step, loss: found } : state.best,
          losses: [...state.losses, { step, train: loss, ...(validation && { valid: found }) }],
        };
        if (better) save("best");
      }
      if (step % checkpointEvery === 0 || step === steps || signal?.aborted) save("latest");
      signal?.throwIfAborted();
    }
  } finally {
    await sessions.close();
    await validation?.close();
  }
  return {
    parameters: averaged(current).slice(),
    best: { ...state.best, parameters: best },
    losses: state.losses,
    facts,
  };
}

/**
 * The sessions of a training step: one for the sizes of the first batch, if the second has them too, and one for all others.
 * Which one a batch runs in does not depend on where a run was resumed.
 */
function sessionsOf(training: Training) {
  const { task, batches, threads, device } = training;
  const sizes = (batch: ReturnType<Batches>) => JSON.stringify(sizesOf(task.inputs, batch));
  const [first, second] = [batches(0), batches(1)].map(sizes);
  const made = new Map<string, Promise<Session>>();
  return {
    for(batch: ReturnType<Batches>): Promise<Session> {
      const own = sizes(batch);
      const kind = own === first && own === second ? own : "";
      const found = made.get(kind);
      if (found) return found;
      const session = compile(trainingStep(kind ? task.sized(JSON.parse(kind)) : task, training), { threads, device });
      made.set(kind, session);
      return session;
    },
    close: async () => {
      for (const session of made.values()) await (await session).close();
    },
  };
}

function checkFinite(what: string, value: number, step: number): void {
  if (Number.isFinite(value)) return;
  const hint = "lower the rate, or clip the gradient";
  throw new DivergenceError("train", { expected: `a finite ${what}`, got: `${value} at step ${step}`, hint });
}

/** The mean loss of parameters over batches, each counted once. */
export async function meanLoss(
  session: Session,
  parameters: Float32Array,
  batches: readonly Readonly<Record<string, Value>>[],
): Promise<number> {
  let sum = 0;
  for (const batch of batches) {
    const { loss } = await session.run({
      parameters: { dtype: "f32", shape: [parameters.length], data: parameters },
      ...batch,
    });
    sum += Number(loss!.data[0]);
  }
  return sum / batches.length;
}

function starting(
  parameters: readonly Parameter[],
  vectors: readonly string[],
  key: Key,
  checkpoint: Checkpoint | undefined,
) {
  const initial = initialize(parameters, fold(key, "parameters"));
  const shape = [initial.length];
  if (!checkpoint) {
    const values = Object.fromEntries(
      vectors.map((name): [string, Value] => {
        return [
          name,
          name.startsWith("optimizer.") ? zeros(shape, "f32") : { dtype: "f32", shape, data: initial.slice() },
        ];
      }),
    );
    return {
      values,
      best: initial,
      state: { step: 0, best: { step: 0, loss: Number.POSITIVE_INFINITY }, losses: [] } as State,
    };
  }
  const values = Object.fromEntries(
    vectors.map((name): [string, Value] => [name, { dtype: "f32", shape, data: joined(parameters, name, checkpoint) }]),
  );
  return { values, best: joined(parameters, "best", checkpoint), state: checkpoint.state as unknown as State };
}

/** Vectors as tensors of each parameter's shape, "parameters/layer0.weight". */
function named(parameters: readonly Parameter[], vectors: Readonly<Record<string, Value>>): Checkpoint["tensors"] {
  return Object.fromEntries(
    Object.entries(vectors).flatMap(([vector, { data }]) =>
      layout(parameters).map(({ parameter: { path, shape }, start, end }) => {
        return [
          `${vector}/${path}`,
          {
            dtype: "F32",
            shape,
            data: new Float32Array(data.buffer as ArrayBuffer, data.byteOffset + 4 * start, end - start),
          },
        ];
      }),
    ),
  );
}

/** A vector again from its tensors. @throws InputError where a parameter is missing or has another shape */
export function joined(parameters: readonly Parameter[], vector: string, { tensors }: Checkpoint): Float32Array {
  const places = layout(parameters);
  const flat = new Float32Array(places.at(-1)?.end ?? 0);
  for (const { parameter, start } of places) {
    const name = `${vector}/${parameter.path}`;
    const found = tensors[name];
    if (found?.dtype !== "F32" || found.shape.join() !== parameter.shape.join()) {
      throw new InputError("checkpoint", {
        expected: `${name} as F32 [${parameter.shape.join(", ")}]`,
        got: found ? `${found.dtype} [${found.shape.join(", ")}]` : "none",
        hint: "the model or its config differs from the one that was trained",
      });
    }
    flat.set(found.data as Float32Array, start);
  }
  return flat;
}
