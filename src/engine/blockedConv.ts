// Convolution by ONNX Runtime's fastest kernels, which want channels in blocks: [batch, channels / block, ...space, block].
import { blockedDomain } from "./channelBlock.js";
import { type ConvWindow, spanOf, type Window, windowAttributes, windowCounts } from "./convolution.js";
import { emitSummedTaps } from "./depthTaps.js";
import { type Dim, mulDims, type Shape, sameShape } from "./dim.js";
import type { Emitter } from "./op.js";

/** Places from which a convolution makes up for its weight, which has to be laid out anew too. */
const fewest = 1024;

/**
 * Whether the layout pays. Batch 64, 3 × 3, 32 × 32, one thread: 21 ms for 64 → 64 channels, both changes of layout
 * included, where Conv takes 27; batch 16: 1.4 for 32 → 32, where it takes 2.1. Slower are kernels of one element,
 * channels that do not fill blocks, and 512 places of 256 → 256.
 */
export function prefersBlocks(emitter: Emitter, [x, w]: readonly [x: Shape, w: Shape], window: ConvWindow): boolean {
  const { channelBlock: block, precision } = emitter;
  const { kernel, groups, strides } = window;
  if (block === undefined || precision !== "f32" || groups !== 1) return false;
  const [out, channels] = w as readonly number[];
  if (out! % block !== 0 || channels! % block !== 0 || kernel.every((size) => size === 1)) return false;
  const depth = x[2]!;
  const isDeep = typeof depth === "number" && depth > spanOf(window, 0) && strides[0] === 1;
  return (kernel.length < 3 || isDeep) && knownPart([x[0]!, ...windowCounts("conv", x.slice(2), window)]) >= fewest;
}

const knownPart = (shape: Shape): number =>
  shape.reduce<number>((product, dim) => (typeof dim === "number" ? product * dim : product), 1);

/**
 * y = x ∗ w where `prefersBlocks` says so. In 1 dimension a row is an image. In 3 each depth is one, and the kernel's
 * offsets in depth make channels of their own, which are moved and summed.
 * @param x, w names and shapes: [batch, channels, ...space], [out, channels, ...kernel]
 */
export function emitBlocked(
  emitter: Emitter,
  [x, w]: readonly string[],
  [from, of]: readonly [x: Shape, w: Shape],
  window: ConvWindow,
): string {
  const { node } = emitter;
  const to = [from[0]!, of[0]!, ...windowCounts("conv", from.slice(2), window)];
  const blocks = node("ReorderInput", [reshaped(emitter, x!, from, imageOf(from))], {}, blockedDomain);
  const weight = weightInBlocks(emitter, w!, of as readonly number[]);
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

/** The weight [out, channels, ...kernel] as the kernels want it, offsets in depth before the rows. */
function weightInBlocks({ node, ints, channelBlock }: Emitter, w: string, of: readonly number[]): string {
  const block = channelBlock!;
  const [out, channels, ...kernel] = of;
  const [height, width] = imageOf(of).slice(2) as number[];
  const isDeep = kernel.length === 3;
  const rows = isDeep ? node("Transpose", [w], { perm: [2, 0, 1, 3, 4] }) : w;
  const made = (isDeep ? kernel[0]! : 1) * out!;
  const plane = isDeep ? kernel.slice(1) : [height!, width!];
  const apart = node("Reshape", [rows, ints([made / block, block, channels! / block, block, ...plane])]);
  const turned = node("Transpose", [apart], { perm: [0, 2, 4, 5, 3, 1] });
  return node("Reshape", [turned, ints([made, channels!, ...plane])]);
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
