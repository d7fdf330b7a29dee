// Convolution in 3 dimensions with fewer columns than ONNX Runtime makes.
import { type ConvWindow, spanOf, type Window, windowAttributes } from "./convolution.js";
import type { Shape } from "./dim.js";
import type { Emitter } from "./op.js";

/**
 * ONNX Runtime copies what a kernel sees (27 columns a channel at 3 × 3 × 3) before it multiplies by few rows. With the
 * offsets in depth as rows it copies 9, and their results are shifted and summed: 16 → 16 channels, 16³, batch 4: 3.6
 * instead of 5.4 ms (1 thread); 4 → 4: 0.5 instead of 1.0; 64 → 64, 12³, batch 2: 7.3 instead of 8.9; slower from one
 * channel, or to more than there were.
 */
export function prefersDepthTaps([x, w]: readonly [x: Shape, w: Shape], window: ConvWindow): boolean {
  const { kernel, strides, groups } = window;
  const depth = x[2]!;
  const [out, channels] = w as readonly number[];
  const isDeep = kernel.length === 3 && kernel[0]! > 1 && strides[0] === 1 && groups === 1;
  const isLong = typeof depth === "number" && depth > spanOf(window, 0);
  return isDeep && isLong && channels! >= 4 && out! <= channels!;
}

/** y = x ∗ w where `prefersDepthTaps` says so. @param x, w names; the weight's shape [out, channels, ...kernel] */
export function emitDepthTaps(
  emitter: Emitter,
  [x, w]: readonly string[],
  [out, channels, depth, ...kernel]: readonly number[],
  window: ConvWindow,
): string {
  const rows = emitter.node("Transpose", [w!], { perm: [2, 0, 1, 3, 4] });
  const weight = emitter.node("Reshape", [rows, emitter.ints([depth! * out!, channels!, 1, ...kernel])]);
  const [, ...padding] = window.padding;
  const flat = { ...window, kernel: [1, ...kernel], padding: [[0, 0] as const, ...padding] };
  const { dilations } = window;
  const all = emitter.node("Conv", [x!, weight], { ...windowAttributes(flat), dilations, group: 1 });
  return emitSummedTaps(emitter, all, { rank: 5, depth: 2, tap: 1, rows: out! }, window);
}

/** Where results lie: the rank, the axis of depth, and that of the taps, each of so many rows. */
interface Layout {
  readonly rank: number;
  readonly depth: number;
  readonly tap: number;
  readonly rows: number;
}

/** The results of all offsets in depth, each cut out of all of them and moved in depth, added. */
export function emitSummedTaps(emitter: Emitter, all: string, layout: Layout, window: Window): string {
  const [before, after] = window.padding[0]!;
  const moved = Array.from({ length: window.kernel[0]! }, (_, tap) => {
    const at = tap * window.dilations[0]!;
    return movedTap(emitter, all, layout, tap, [before - at, after - (spanOf(window, 0) - at)]);
  });
  return moved.reduce((sum, each) => emitter.node("Add", [sum, each]));
}

/** The rows of a tap, with zeros (or, if negative, fewer elements) before and after in depth: a Pad of both is slower. */
function movedTap(
  { node, ints }: Emitter,
  all: string,
  { rank, depth, tap: axis, rows }: Layout,
  tap: number,
  [before, after]: readonly [number, number],
): string {
  const end = after < 0 ? after : Number.MAX_SAFE_INTEGER;
  const [from, to] = [
    [tap * rows, Math.max(-before, 0)],
    [(tap + 1) * rows, end],
  ];
  const part = node("Slice", [all, ints(from!), ints(to!), ints([axis, depth])]);
  const [zerosBefore, zerosAfter] = [Math.max(before, 0), Math.max(after, 0)];
  if (zerosBefore + zerosAfter === 0) return part;
  const pairs = new Array<number>(2 * rank).fill(0);
  pairs[depth] = zerosBefore;
  pairs[rank + depth] = zerosAfter;
  return node("Pad", [part, ints(pairs)]);
}
