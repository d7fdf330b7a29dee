// A training step as one graph: forward, backward, clipping, optimizer and moving average, over one flat vector.

import { dimValue, type Sizes } from "../engine/dim.js";
import { gradients } from "../engine/grad.js";
import { type Graph, inputsOf } from "../engine/graph.js";
import { add, concat, div, minimum, mul, reshape, sqrt, square, sub, sum } from "../engine/ops/index.gen.js";
import type { Value } from "../engine/session.js";
import { simplify } from "../engine/simplify.js";
import { constant, input, inputName, type Tensor, type TensorType } from "../engine/tensor.js";
import { InputError } from "../error.js";
import type { Optimizer } from "../nn/optimizer.js";
import { bind, type Parameter, parameterCount, type Scope, withParameters } from "../nn/scope.js";

/** A model and what it is trained on, as functions of a scope and named inputs. */
export interface Task<Names extends string = string> {
  readonly inputs: Readonly<Record<Names, TensorType>>;
  /** What the model predicts, by name. */
  readonly model: (scope: Scope, inputs: Readonly<Record<Names, Tensor>>) => Readonly<Record<string, Tensor>>;
  /** A scalar to make small. */
  readonly loss: (predicted: Readonly<Record<string, Tensor>>, inputs: Readonly<Record<Names, Tensor>>) => Tensor;
}

export interface StepOptions {
  readonly optimizer: Optimizer;
  /** Largest L2 norm of the gradient of all parameters; longer ones are scaled down. */
  readonly clip?: number | undefined;
  /** Decay of a moving average of the parameters, such as 0.999. */
  readonly ema?: number | undefined;
  /** Predictions to return beside the loss: metrics, or statistics that a model keeps. */
  readonly also?: readonly string[] | undefined;
}

/** A task traced once: its parameters, and symbolic inputs, predictions and loss on them. */
export interface TracedTask {
  readonly parameters: readonly Parameter[];
  readonly inputs: readonly Tensor[];
  readonly predicted: Readonly<Record<string, Tensor>>;
  readonly loss: Tensor;
  /** The same for batches of one size: a step of known sizes is faster (EGNN's by some 5 %). */
  readonly sized: (sizes: Sizes) => TracedTask;
}

/** The sizes of a batch, of what is there of it. */
export const sizesOf = (inputs: readonly Tensor[], batch: Readonly<Record<string, Pick<Value, "shape">>>): Sizes =>
  Object.fromEntries(
    inputs.flatMap((x) =>
      x.shape.flatMap((dim, axis): [string, number][] => {
        const size = batch[inputName(x)]?.shape[axis];
        return typeof dim === "string" && size !== undefined ? [[dim, size]] : [];
      }),
    ),
  );

const ownInputs = ["parameters", "ema", "step", "rate"];
const ownResults = ["loss", "gradientNorm"];

/** @throws InputError if an input or a prediction has a name that the step itself uses */
export function traceTask<Names extends string>(task: Task<Names>): TracedTask {
  const { inputs: types, model, loss } = task;
  refuse("an input", Object.keys(types), ownInputs);
  const named = Object.fromEntries(
    Object.entries<TensorType>(types).map(([name, { shape, dtype }]) => [name, input(name, shape, dtype)]),
  ) as Record<Names, Tensor>;
  const { value, parameters } = withParameters((scope) => {
    const predicted = model(scope, named);
    return { predicted, loss: loss(predicted, named) };
  });
  refuse("a prediction", Object.keys(value.predicted), ownResults);
  const sized = (sizes: Sizes) => {
    const inOne = ({ shape, dtype }: TensorType) => ({ shape: shape.map((dim) => dimValue(dim, sizes) ?? dim), dtype });
    const inputs = Object.entries<TensorType>(types).map(([name, type]) => [name, inOne(type)]);
    return traceTask({ ...task, inputs: Object.fromEntries(inputs) });
  };
  return { parameters, inputs: Object.values(named), ...value, sized };
}

function refuse(what: string, names: readonly string[], taken: readonly string[]): void {
  const clash = names.find((name) => taken.includes(name) || /^(next|optimizer)\./.test(name));
  if (clash === undefined) return;
  throw new InputError("traceTask", {
    expected: `${what} named unlike ${taken.join(", ")}, next.… and optimizer.…`,
    got: `"${clash}"`,
  });
}

/**
 * The graph of one step.
 * Inputs: `parameters` [P], a vector a moment of the optimizer (and `ema`), the scalars `step` and `rate`, and the task's
 * own. Results: the same vectors after the step, as `next.parameters` …, `loss`, `gradientNorm`, and what `also` names.
 */
export function trainingStep(
  { parameters, inputs, predicted, loss }: TracedTask,
  { optimizer, clip, ema, also = [] }: StepOptions,
): Graph {
  const size = parameterCount(parameters);
  const flat = input("parameters", [size]);
  const state = Object.fromEntries(optimizer.state.map((name) => [name, input(`optimizer.${name}`, [size])]));
  const [step, rate] = [input("step", []), input("rate", [])];
  // Gradients are taken by the leaves and then laid end to end: no gradient passes through the slices of the vector.
  const parts = gradients(
    loss,
    parameters.map(({ leaf }) => leaf),
  );
  const wanted = also.map((name) => predicted[name]!);
  const [boundLoss, ...bound] = bind([loss, ...wanted, ...parts], parameters, flat) as [Tensor, ...Tensor[]];
  const grads = bound.slice(also.length);
  const raw = concat(
    grads.map((g) => reshape(g, [-1])),
    0,
  );
  const gradientNorm = sqrt(sum(square(raw)));
  // max(norm, clip) without a branch: the factor is 1 where the norm is small.
  const gradient = clip === undefined ? raw : mul(raw, minimum(1, div(clip, add(gradientNorm, 1e-12))));
  const after = optimizer.update({ parameters: flat, gradient, state, step, rate });
  const average = ema === undefined ? undefined : input("ema", [size]);
  return {
    inputs: [flat, ...Object.values(state), ...(average ? [average] : []), step, rate, ...inputs],
    outputs: {
      "next.parameters": after.parameters,
      ...Object.fromEntries(Object.entries(after.state).map(([name, x]) => [`next.optimizer.${name}`, x])),
      ...(average && { "next.ema": add(average, mul(sub(after.parameters, average), 1 - ema!)) }),
      loss: boundLoss,
      gradientNorm,
      ...Object.fromEntries(also.map((name, i) => [name, bound[i]!])),
    },
  };
}

/** The graph of predictions and loss, its parameters read from the flat vector `parameters`. */
export function evaluationStep({ parameters, inputs, predicted, loss }: TracedTask): Graph {
  const flat = input("parameters", [parameterCount(parameters)]);
  const names = Object.keys(predicted);
  const [boundLoss, ...values] = bind([loss, ...Object.values(predicted)], parameters, flat) as [Tensor, ...Tensor[]];
  return {
    inputs: [flat, ...inputs],
    outputs: { loss: boundLoss, ...Object.fromEntries(names.map((name, i) => [name, values[i]!])) },
  };
}

/** The model alone with its weights as constants: what is shipped. Inputs that only derivatives need are dropped. */
export function shippedModel({ parameters, inputs, predicted }: TracedTask, weights: ArrayLike<number>): Graph {
  const values = Float64Array.from(weights);
  const bound = bind(Object.values(predicted), parameters, constant(values, [values.length]));
  const names = Object.keys(predicted);
  const { outputs } = simplify({ inputs, outputs: Object.fromEntries(names.map((name, i) => [name, bound[i]!])) });
  const used = new Set(inputsOf(Object.values(outputs)));
  return { inputs: inputs.filter((x) => used.has(x)), outputs };
}
