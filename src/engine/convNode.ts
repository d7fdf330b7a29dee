// How a convolution of f32 numbers is emitted.
import { emitBlocked, prefersBlocks } from "./blockedConv.js";
import { type ConvWindow, windowAttributes } from "./convolution.js";
import { emitDepthTaps, prefersDepthTaps } from "./depthTaps.js";
import type { Shape } from "./dim.js";
import type { Emitter } from "./op.js";

/**
 * y = x ∗ w by the nodes that ONNX Runtime is fastest with.
 * @param names of x [batch, channels, ...space] and w [out, channels / groups, ...kernel]
 * @param isKnown whether the weight is a constant: ONNX Runtime lays those of planes out itself
 */
export function emitConv(
  emitter: Emitter,
  names: readonly string[],
  shapes: readonly [x: Shape, w: Shape],
  { isKnown, ...window }: ConvWindow & { readonly isKnown: boolean },
): string {
  const { groups, dilations, kernel } = window;
  const isLaidOut = isKnown && kernel.length === 2;
  if (!emitter.isPlain && !isLaidOut && prefersBlocks(emitter, shapes, window)) {
    return emitBlocked(emitter, names, shapes, window);
  }
  if (!emitter.isPlain && prefersDepthTaps(shapes, window)) {
    return emitDepthTaps(emitter, names, shapes[1] as number[], window);
  }
  return emitter.node("Conv", names, { ...windowAttributes(window), dilations, group: groups });
}
