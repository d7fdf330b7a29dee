// What the ops on batch statistics share: the axes they reduce, and the one ONNX node that gives all three results.
import { ShapeError } from "../error.js";
import { mulDims, printShape } from "./dim.js";
import { type Emitter, normalAxis, type Tensor } from "./op.js";

export interface BatchOptions {
  /** The axis of channels, which keep statistics of their own; 1 by default. */
  readonly axis?: number;
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
}
export type BatchAttributes = Required<BatchOptions>;

/** The options with nothing left open. @throws ShapeError if x has no axis beside the channels */
export function batchAttributes(name: string, x: Tensor, options: BatchOptions = {}): BatchAttributes {
  const { axis = 1, epsilon = 1e-5 } = options;
  if (x.shape.length > 1) return { axis: normalAxis(name, axis, x.shape.length), epsilon };
  throw new ShapeError(name, { expected: "a batch beside the channels", got: printShape(x.shape) });
}

/** Every axis but the channels'. */
export const batchAxes = (x: { readonly shape: readonly unknown[] }, axis: number): number[] =>
  x.shape.map((_, i) => i).filter((i) => i !== axis);

/** The shape that puts [channels] beside x. */
export const besideChannels = <D>(x: { readonly shape: readonly D[] }, axis: number): (D | 1)[] =>
  x.shape.slice(axis).map((dim, i) => (i === 0 ? dim : 1));

/** What is wanted of the statistics: standardized x, or [channels] of mean or (biased) variance. */
export type Statistic = "standardized" | "mean" | "variance";

/** Emits a statistic of x so that several of them share their nodes: ONNX Runtime merges equal ones. */
export const emitStatistic = (
  emitter: Emitter,
  x: string,
  tensor: Tensor,
  attributes: BatchAttributes,
  statistic: Statistic,
): string =>
  (attributes.axis === tensor.shape.length - 1 ? byReductions : byTraining)(emitter, x, tensor, attributes)[
    statistic
  ]();

type Statistics = Record<Statistic, () => string>;

/** Channels last: 5 ms for 65,536 × 64, where BatchNormalization takes 23. */
function byReductions(
  emitter: Emitter,
  x: string,
  { shape, dtype }: Tensor,
  { axis, epsilon }: BatchAttributes,
): Statistics {
  const { node, ints, constant } = emitter;
  const mean = (values: string) => node("ReduceMean", [values, ints(batchAxes({ shape }, axis))], { keepdims: 1 });
  const flat = (values: string) => node("Reshape", [values, ints([-1])]);
  const center = mean(x);
  const distance = () => node("Sub", [x, center]);
  const spread = (from: string) => mean(node("Mul", [from, from]));
  return {
    mean: () => flat(center),
    variance: () => flat(spread(distance())),
    standardized: () => {
      const from = distance();
      return node("Div", [from, node("Sqrt", [node("Add", [spread(from), constant(epsilon, [], dtype)])])]);
    },
  };
}

/**
 * BatchNormalization in training mode, without scale and bias: 2 ms for 64×64×32×32, where Reduce and elementwise
 * operators take 6.
 *
 * Its running mean and variance count for nothing (momentum 0), but ONNX Runtime (1.30 at least, issue 29790) writes new
 * ones over their inputs before it computes the result: those must be buffers of their own, neither equal to scale and
 * bias nor constants, which are merged where equal. So they are some numbers of x.
 */
function byTraining(
  emitter: Emitter,
  x: string,
  { shape, dtype }: Tensor,
  { axis, epsilon }: BatchAttributes,
): Statistics {
  const channels = shape[axis]!;
  const rows = axis === 1 ? shape : [mulDims(...shape.slice(0, axis)), channels, mulDims(...shape.slice(axis + 1))];
  const data = axis === 1 ? x : emitter.node("Reshape", [x, emitter.shape(rows)]);
  const filled = (value: number) =>
    typeof channels === "number"
      ? emitter.constant(new Float64Array(channels).fill(value), [channels], dtype)
      : emitter.node("Expand", [emitter.constant(value, [], dtype), emitter.dims([channels])]);
  const others = batchAxes({ shape: rows }, 1);
  const each = (value: number) => emitter.ints(others.map(() => value));
  const some = emitter.node("Slice", [data, each(0), each(1), emitter.ints(others)]);
  const scratch = emitter.node("Reshape", [some, emitter.ints([-1])]);
  const [y, mean, variance] = emitter.nodes(
    "BatchNormalization",
    [data, filled(1), filled(0), scratch, emitter.node("Abs", [scratch])],
    3,
    { training_mode: 1, epsilon: { float: epsilon }, momentum: { float: 0 } },
  );
  return {
    mean: () => mean!,
    variance: () => variance!,
    standardized: () => (axis === 1 ? y! : emitter.node("Reshape", [y!, emitter.shape(shape)])),
  };
}
