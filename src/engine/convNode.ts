// How a convolution of f32 numbers is emitted.
import { emitBlocked, prefersBlocks } from "./blockedConv.js";
import { type ConvWindow, windowAttributes } from "./convolution.js";
import { emitDepthTaps, prefersDepthTaps } from "./depthTaps.js";
import type { Shape } from "./dim.js";
import type { Emitter } from "./op.js";

interface Options extends ConvWindow {
  /** Whether the weight is a constant: ONNX Runtime lays those of planes out itself. */
  readonly isKnown: boolean;
  /** Whether the weight is [channels, out / groups, ...kernel] and has to be turned; else it is [out, channels / groups, …]. */
  readonly isTurned?: boolean;
}

/** y = x ∗ w by the nodes that ONNX Runtime is fastest with. @param names, shapes of x [batch, channels, ...space] and w */
export function emitConv(
  emitter: Emitter,
  [x, w]: readonly string[],
  [from, given]: readonly [x: Shape, w: Shape],
  { isKnown, isTurned = false, ...window }: Options,
): string {
  const { groups, dilations, kernel } = window;
  const of = isTurned ? turnedShape(given as number[], groups) : (given as number[]);
  const isLaidOut = isKnown && kernel.length === 2;
  if (!emitter.isPlain && !isLaidOut && prefersBlocks(emitter, [from, of], window)) {
    return emitBlocked(emitter, [x!, w!], [from, of], window, isTurned);
  }
  const weight = isTurned ? turned(emitter, w!, given as number[], groups) : w!;
  if (!emitter.isPlain && prefersDepthTaps([from, of], window)) {
    return emitDepthTaps(emitter, [x!, weight], of, window);
  }
  return emitter.node("Conv", [x!, weight], { ...windowAttributes(window), dilations, group: groups });
}

const turnedShape = ([channels, each, ...kernel]: readonly number[], groups: number): number[] => [
  each! * groups,
  channels! / groups,
  ...kernel,
];

/** The weight of a transposed convolution as that of the convolution that does the same. */
function turned(emitter: Emitter, w: string, shape: readonly number[], groups: number): string {
  const [channels, each, ...kernel] = shape;
  const per = (value: number) => emitter.ints(kernel.map(() => value));
  const axes = emitter.ints(kernel.map((_, axis) => axis + 2));
  const pointwise = kernel.every((size) => size === 1);
  const flipped = pointwise ? w : emitter.node("Slice", [w, per(-1), per(Number.MIN_SAFE_INTEGER), axes, per(-1)]);
  const perm = exchange(kernel.length, groups);
  if (groups === 1) return emitter.node("Transpose", [flipped], { perm });
  const parts = emitter.node("Reshape", [flipped, emitter.ints([groups, channels! / groups, each!, ...kernel])]);
  const swapped = emitter.node("Transpose", [parts], { perm });
  return emitter.node("Reshape", [swapped, emitter.ints(turnedShape(shape, groups))]);
}

/** The permutation that exchanges the two channel axes behind the groups. */
export const exchange = (rank: number, groups: number): number[] => {
  const skip = groups === 1 ? 0 : 1;
  const space = Array.from({ length: rank }, (_, axis) => axis + 2 + skip);
  return [...(skip ? [0] : []), 1 + skip, skip, ...space];
};
