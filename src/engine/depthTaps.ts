// The Conv node of a convolution, in 3 dimensions with fewer columns than ONNX Runtime makes.
import { type ConvWindow, spanOf, windowAttributes } from "./convolution.js";
import type { Shape } from "./dim.js";
import type { Emitter } from "./op.js";

/** y = x ∗ w. @param x, w names and shapes: [batch, channels, ...space], [out, channels / groups, ...kernel] */
export function emitConv(emitter: Emitter, [x, w]: readonly string[], shapes: readonly Shape[], window: ConvWindow) {
  if (!emitter.isPlain && prefersDepthTaps(shapes, window))
    return emitDepthTaps(emitter, [x!, w!], shapes[1] as number[], window);
  const { groups, dilations } = window;
  return emitter.node("Conv", [x!, w!], { ...windowAttributes(window), dilations, group: groups });
}

/**
 * ONNX Runtime copies what a kernel sees (27 columns a channel at 3 × 3 × 3) before it multiplies by few rows. With the
 * offsets in depth as rows it copies 9, and their results are shifted and summed: 16 → 16 channels, 16³, batch 4: 3.6
 * instead of 5.4 ms (1 thread); 4 → 4: 0.5 instead of 1.0; 64 → 64, 12³, batch 2: 7.3 instead of 8.9; slower from one
 * channel, or to more than there were.
 */
function prefersDepthTaps([x, w]: readonly Shape[], { kernel, strides, groups, ...window }: ConvWindow): boolean {
  const depth = x![2]!;
  const [out, channels] = w as readonly number[];
  const isDeep = kernel.length === 3 && kernel[0]! > 1 && strides[0] === 1 && groups === 1;
  const isLong = typeof depth === "number" && depth > spanOf({ ...window, kernel, strides }, 0);
  return isDeep && isLong && channels! >= 4 && out! <= channels!;
}

/** Each offset's result is cut out of all of them, moved in depth, and added. */
function emitDepthTaps(
  emitter: Emitter,
  [x, w]: readonly string[],
  [out, channels, depth, ...kernel]: readonly number[],
  window: ConvWindow,
): string {
  const [[before, after], ...padding] = window.padding as [readonly [number, number], ...(readonly [number, number])[]];
  const rows = emitter.node("Transpose", [w!], { perm: [2, 0, 1, 3, 4] });
  const weight = emitter.node("Reshape", [rows, emitter.ints([depth! * out!, channels!, 1, ...kernel])]);
  const flat = { ...window, kernel: [1, ...kernel], padding: [[0, 0] as const, ...padding] };
  const { dilations } = window;
  const all = emitter.node("Conv", [x!, weight], { ...windowAttributes(flat), dilations, group: 1 });
  const moved = Array.from({ length: depth! }, (_, tap) => {
    const at = tap * dilations[0]!;
    return movedTap(emitter, all, [tap * out!, out!], [before - at, after - (spanOf(window, 0) - at)]);
  });
  return moved.reduce((sum, each) => emitter.node("Add", [sum, each]));
}

/** Some channels, with zeros (or, if negative, fewer elements) before and after in depth: a Pad of both is slower. */
function movedTap(
  emitter: Emitter,
  all: string,
  [first, count]: readonly [number, number],
  [before, after]: readonly [number, number],
): string {
  const { ints } = emitter;
  const end = after < 0 ? after : Number.MAX_SAFE_INTEGER;
  const part = emitter.node("Slice", [
    all,
    ints([first, Math.max(-before, 0)]),
    ints([first + count, end]),
    ints([1, 2]),
  ]);
  const [zerosBefore, zerosAfter] = [Math.max(before, 0), Math.max(after, 0)];
  if (zerosBefore + zerosAfter === 0) return part;
  return emitter.node("Pad", [part, ints([0, 0, zerosBefore, 0, 0, 0, 0, zerosAfter, 0, 0])]);
}
