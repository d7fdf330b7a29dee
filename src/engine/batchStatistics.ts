// What the ops on batch statistics share: the axes they reduce, and the one ONNX node that gives all three results.
import { mulDims } from "./dim.js";
import { type Emitter, normalAxis, type Tensor } from "./op.js";

export interface BatchOptions {
  /** The axis of channels, which keep statistics of their own; 1 by default. */
  readonly axis?: number;
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
}
export type BatchAttributes = Required<BatchOptions>;

export const batchAttributes = (name: string, x: Tensor, options: BatchOptions = {}): BatchAttributes => ({
  axis: normalAxis(name, options.axis ?? 1, x.shape.length),
  epsilon: options.epsilon ?? 1e-5,
});

/** Every axis but the channels'. */
export const batchAxes = (x: { readonly shape: readonly unknown[] }, axis: number): number[] =>
  x.shape.map((_, i) => i).filter((i) => i !== axis);

/** The shape that puts [channels] beside x. */
export const besideChannels = <D>(x: { readonly shape: readonly D[] }, axis: number): (D | 1)[] =>
  x.shape.slice(axis).map((dim, i) => (i === 0 ? dim : 1));

/**
 * BatchNormalization in training mode without scale and bias: [standardized x, mean, variance (biased)]. Rules that
 * emit the same node share it, because ONNX Runtime merges equal nodes; 2.3 ms for 64×64×32×32, where Reduce and
 * elementwise operators take 6.
 *
 * Its running mean and variance count for nothing (momentum 0), but ONNX Runtime up to 1.30 at least writes new ones
 * over their inputs before it computes the result (issue 29790): those must be buffers of their own, neither equal to
 * scale and bias nor constants, which are merged where equal. So they are some numbers of x.
 */
export function emitStatistics(
  emitter: Emitter,
  x: string,
  { shape, dtype }: Tensor,
  { axis, epsilon }: BatchAttributes,
): readonly string[] {
  const channels = shape[axis]!;
  const [before, after] = [mulDims(...shape.slice(0, axis)), mulDims(...shape.slice(axis + 1))];
  const standard = axis === 1 && shape.length > 2;
  const rows = standard ? x : emitter.node("Reshape", [x, emitter.shape([before, channels, after])]);
  const filled = (value: number) =>
    typeof channels === "number"
      ? emitter.constant(new Float64Array(channels).fill(value), [channels], dtype)
      : emitter.node("Expand", [emitter.constant(value, [], dtype), emitter.dims([channels])]);
  const others = Array.from({ length: standard ? shape.length : 3 }, (_, i) => i).filter((i) => i !== 1);
  const first = (end: number) => emitter.ints(others.map(() => end));
  const some = emitter.node("Slice", [rows, first(0), first(1), emitter.ints(others)]);
  const scratch = emitter.node("Reshape", [some, emitter.ints([-1])]);
  const [y, mean, variance] = emitter.nodes(
    "BatchNormalization",
    [rows, filled(1), filled(0), scratch, emitter.node("Abs", [scratch])],
    3,
    { training_mode: 1, epsilon: { float: epsilon }, momentum: { float: 0 } },
  );
  return [standard ? y! : emitter.node("Reshape", [y!, emitter.shape(shape)]), mean!, variance!];
}
