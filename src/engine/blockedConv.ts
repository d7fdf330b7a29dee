// Convolution by ONNX Runtime's fastest kernels, which want channels in blocks: [batch, channels / block, ...space, block].
import { blockedDomain } from "./channelBlock.js";
import { type ConvWindow, spanOf, type Window, windowAttributes, windowCounts } from "./convolution.js";
import { emitSummedTaps } from "./depthTaps.js";
import { type Dim, mulDims, roughSize, type Shape, sameShape } from "./dim.js";
import type { Emitter } from "./op.js";

/** Places from which a convolution makes up for the layout of its weight; a name counts as `some`. */
const [fewest, some] = [128, 8];

/**
 * Whether the layout pays: changes of layout included, one thread, convolution and derivative by x take 0.56 of the time of
 * Conv at 8 × 8, batch 4, 64 → 64 channels, 3 × 3; 0.70 at 256 → 256; 0.76 at 32 × 32, batch 64, 64 → 64; 1.0 at 8 × 8,
 * batch 8, 128 → 256, 5 × 5. Slower are kernels of one element and channels that do not fill blocks.
 */
export function prefersBlocks(emitter: Emitter, [x, w]: readonly [x: Shape, w: Shape], window: ConvWindow): boolean {
  const { channelBlock: block, precision } = emitter;
  const { kernel, groups, strides } = window;
  if (block === undefined || precision !== "f32" || groups !== 1) return false;
  const [out, channels] = w as readonly number[];
  if (out! % block !== 0 || channels! % block !== 0 || kernel.every((size) => size === 1)) return false;
  const depth = x[2]!;
  const isDeep = typeof depth === "number" && depth > spanOf(window, 0) && strides[0] === 1;
  const places = [x[0]!, ...windowCounts("conv", x.slice(2), window)];
  return (kernel.length < 3 || isDeep) && roughSize(places, some) >= fewest;
}

/**
 * y = x ∗ w where `prefersBlocks` says so. In 1 dimension a row is an image. In 3 each depth is one, and the kernel's
 * offsets in depth make channels of their own, which are moved and summed.
 * @param x, w names and shapes: [batch, channels, ...space], [out, channels, ...kernel]
 * @param isTurned whether w has to be turned first: it is [channels, out, ...kernel], from its last element to the first
 */
export function emitBlocked(
  emitter: Emitter,
  [x, w]: readonly string[],
  [from, of]: readonly [x: Shape, w: Shape],
  window: ConvWindow,
  isTurned: boolean,
): string {
  const { node } = emitter;
  const to = [from[0]!, of[0]!, ...windowCounts("conv", from.slice(2), window)];
  const blocks = node("ReorderInput", [reshaped(emitter, x!, from, imageOf(from))], {}, blockedDomain);
  const weight = weightInBlocks(emitter, w!, of as readonly number[], window, isTurned);
  const plane = inPlane(window);
  const made = (images: string) =>
    node("Conv", [images, weight], { ...windowAttributes(plane), dilations: plane.dilations, group: 1 }, blockedDomain);
  const isDeep = window.kernel.length === 3;
  const y = isDeep ? alongDepth(emitter, blocks, [from, of, to], window, made) : made(blocks);
  const flat = node("ReorderOutput", [y], { channels: of[0] as number }, blockedDomain);
  return reshaped(emitter, flat, imageOf(to), to);
}

/** The blocks of all depths from those of x, each depth an image for the convolution in between. */
function alongDepth(
  emitter: Emitter,
  blocks: string,
  [from, of, to]: readonly [x: Shape, w: Shape, y: Shape],
  window: Window,
  conv: (images: string) => string,
): string {
  const block = emitter.channelBlock!;
  const [batch, channels, depth, ...space] = from as [Dim, number, Dim, ...Dim[]];
  const [, out, counts, ...places] = to as [Dim, number, Dim, ...Dim[]];
  const apart = [batch, channels / block, depth, mulDims(...space, block)];
  const images = exchanged(emitter, blocks, apart, [mulDims(batch, depth), channels, ...space]);
  const taps = [batch, depth, of[2]!, mulDims(out, ...places)];
  const found = emitter.node("Reshape", [conv(images), emitter.shape(taps)]);
  const sum = emitSummedTaps(emitter, found, { rank: 4, depth: 1, tap: 2, rows: 1 }, window);
  return exchanged(emitter, sum, [batch, counts, out / block, mulDims(...places, block)], imageOf(to));
}

/**
 * The weight as the kernels want it, [depth · out / block, channels / block, ...plane, block of channels, block of out]. In
 * two steps, of which one moves a single axis and the other whole runs: 0.4 ms for 256 → 256, 3 × 3, where one Transpose
 * takes 1.3 (and ONNX Runtime joins two); turned 0.3, where turning alone took 1.1.
 */
function weightInBlocks(
  { node, ints, channelBlock: block }: Emitter,
  w: string,
  [out, channels]: readonly number[],
  window: Window,
  isTurned: boolean,
): string {
  const { kernel: plane } = inPlane(window);
  const [depth, area] = [window.kernel.length === 3 ? window.kernel[0]! : 1, mulDims(...plane) as number];
  const [rows, columns] = [out! / block!, channels! / block!];
  const shaped = (x: string, ...shape: number[]) => node("Reshape", [x, ints(shape)]);
  const moved = (x: string, ...perm: number[]) => node("Transpose", [x], { perm });
  const whole = (x: string) => shaped(x, depth * out!, channels!, ...plane);
  if (!isTurned) {
    const inward = node("ReorderInput", [shaped(w, rows, block!, channels! * depth * area, 1)], {}, blockedDomain);
    return whole(moved(shaped(inward, rows, columns, block!, depth, area, block!), 3, 0, 1, 4, 2, 5));
  }
  const outward = moved(shaped(w, channels! * out!, depth * area), 1, 0);
  const last = Number.MIN_SAFE_INTEGER;
  const turned = node("Slice", [outward, ints([-1]), ints([last]), ints([0]), ints([-1])]);
  return whole(moved(shaped(turned, depth, area, columns, block!, rows, block!), 0, 4, 2, 1, 3, 5));
}

/** [batch, channels, ...space] with two axes of space: a row has height 1, depths lie below each other. */
const imageOf = ([batch, channels, ...space]: Shape): Shape => [
  batch!,
  channels!,
  mulDims(...space.slice(0, -1)),
  space.at(-1)!,
];

/** The window in an image: of a row, or without the depth. */
function inPlane({ kernel, strides, padding, dilations }: Window): Window {
  const two = <T>(list: readonly T[], one: T): T[] => [one, ...list].slice(-2);
  return {
    kernel: two(kernel, 1),
    strides: two(strides, 1),
    padding: two(padding, [0, 0]),
    dilations: two(dilations, 1),
  };
}

const reshaped = (emitter: Emitter, x: string, from: Shape, to: Shape): string =>
  sameShape(from, to) ? x : emitter.node("Reshape", [x, emitter.shape(to)]);

/** x as [a, b, c, d], then with b and c exchanged, then in another shape. */
function exchanged({ node, shape }: Emitter, x: string, parts: Shape, to: Shape): string {
  if (parts[1] === 1 || parts[2] === 1) return node("Reshape", [x, shape(to)]);
  const turned = node("Transpose", [node("Reshape", [x, shape(parts)])], { perm: [0, 2, 1, 3] });
  return node("Reshape", [turned, shape(to)]);
}
