// The windows of convolutions and pools, as their attributes give them.
import { printShape } from "../dim.js";
import type { Tensor } from "../tensor.js";
import { lengthOf } from "./axes.js";
import type { OnnxNode } from "./importer.js";

export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: readonly (readonly [before: number, after: number])[];
}

/** The window over x [batch, channels, ...space]. @throws InputError */
export function windowsOf(node: OnnxNode, x: Tensor, kernel: readonly number[]): Windows {
  const rank = x.shape.length - 2;
  const ones = kernel.map(() => 1);
  const [strides, dilations] = [node.ints("strides", ones), node.ints("dilations", ones)];
  const pads = node.ints(
    "pads",
    [...ones, ...ones].map(() => 0),
  );
  if (rank < 1 || [kernel, strides, dilations].some((each) => each.length !== rank) || pads.length !== 2 * rank) {
    return node.fail(
      `kernel, strides, dilations of ${rank} and pads of ${2 * rank} numbers`,
      `x ${printShape(x.shape)}`,
    );
  }
  const spans = kernel.map((size, i) => dilations[i]! * (size - 1) + 1);
  const padding = spans.map((span, i): [number, number] => {
    const mode = node.text("auto_pad", "NOTSET");
    if (mode === "NOTSET" || mode === "") return [pads[i]!, pads[rank + i]!];
    if (mode === "VALID") return [0, 0];
    const length = lengthOf(node, x, i + 2);
    const count = Math.ceil(length / strides[i]!);
    return sameSides(mode, Math.max((count - 1) * strides[i]! + span - length, 0));
  });
  return { kernel, strides, dilations, padding };
}

/** Zeros on both sides; what is odd goes after (upper) or before (lower). */
export function sameSides(mode: string, total: number): [before: number, after: number] {
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return mode === "SAME_LOWER" ? [more, less] : [less, more];
}

/** Zeros added at the end of each axis so that a last window that only begins inside counts too. */
export function ceilPadding(node: OnnxNode, x: Tensor, windows: Windows): number[] {
  return windows.kernel.map((size, i) => {
    const [[before, after], stride] = [windows.padding[i]!, windows.strides[i]!];
    const length = lengthOf(node, x, i + 2);
    const span = windows.dilations[i]! * (size - 1) + 1;
    const free = length + before + after - span;
    const count = Math.ceil(free / stride) + 1;
    const starts = (count - 1) * stride < length + before ? count : count - 1;
    return Math.max((starts - 1) * stride - free, 0);
  });
}
