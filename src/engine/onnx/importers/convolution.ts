import { divDims, printShape } from "../../dim.js";
import { add, concat, conv, convTranspose, eye, pad, reshape, silu, slice, tile } from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { filledWith, lengthOf, numericShape, onAxis } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";
import { sameSides, windowsOf } from "../window.js";

/** Convolutions with learned weights, and their adjoints. */
export const convolution = importer("convolution", {
  CausalConvWithState: (node) => causal(node),
  Col2Im: (node) => fromColumns(node),
  Conv: (node) => convolved(node, node.x(0), node.x(1), node.maybe(2)),
  ConvTranspose: (node) => transposed(node),
});

const withBias = (y: Tensor, bias: Tensor | undefined): Tensor => (bias ? add(y, onAxis(bias, 1, y.shape.length)) : y);

/** A convolution by the node's attributes; negative padding crops. */
export function convolved(node: OnnxNode, x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  const windows = windowsOf(node, x, numericShape(node, weight).slice(2));
  return withBias(conv(x, weight, { ...windows, groups: node.int("group", 1) }), bias);
}

function transposed(node: OnnxNode): Tensor {
  const [x, weight] = [node.x(0), node.x(1)];
  const kernel = numericShape(node, weight).slice(2);
  const { strides, dilations, padding } = windowsOf(node, x, kernel);
  const outputPadding = node.ints(
    "output_padding",
    kernel.map(() => 0),
  );
  const wanted = node.has("output_shape") ? node.ints("output_shape").slice(-kernel.length) : undefined;
  const mode = node.text("auto_pad", "NOTSET");
  const groups = node.int("group", 1);
  /** Padding that makes the result as large as asked for. */
  const fitted = kernel.map((size, i): [number, number] => {
    if (!wanted && !mode.startsWith("SAME")) return [...padding[i]!];
    const length = lengthOf(node, x, i + 2);
    const full = strides[i]! * (length - 1) + outputPadding[i]! + (size - 1) * dilations[i]! + 1;
    const total = full - (wanted?.[i] ?? length * strides[i]!);
    return sameSides(mode === "SAME_UPPER" ? mode : "SAME_LOWER", total);
  });
  const plain = kernel.every((_, i) => fitted[i]!.every((n) => n >= 0) && outputPadding[i]! < strides[i]!);
  if (plain) {
    return withBias(
      convTranspose(x, weight, { strides, dilations, padding: fitted, outputPadding, groups }),
      node.maybe(2),
    );
  }
  const full = convTranspose(x, weight, { strides, dilations, groups });
  const cut = fitted.map(([before, after], i) => [-before, outputPadding[i]! - after] as const);
  return withBias(pad(full, [[0, 0], [0, 0], ...cut]), node.maybe(2));
}

/** Depthwise along time, from a state of the last inputs before; and the state after. */
function causal(node: OnnxNode): readonly Tensor[] {
  const [x, weight] = [node.x(0), node.x(1)];
  const size = lengthOf(node, weight, 2);
  const [batch, channels] = x.shape;
  const past = node.maybe(3) ?? filledWith(0, [batch!, channels!, size - 1], x.dtype);
  const long = concat([past, x], 2);
  const y = withBias(conv(long, weight, { groups: lengthOf(node, x, 1) }), node.maybe(2));
  const active = node.text("activation", "none");
  const out = active === "none" ? y : silu(y);
  return [out, slice(long, 2, x.shape[2]!, long.shape[2])];
}

/** Columns of blocks added up into an image: the adjoint of taking its blocks apart. */
function fromColumns(node: OnnxNode): Tensor {
  const x = node.x(0);
  const [image, block] = [node.numbers(1), node.numbers(2)];
  const ones = block.map(() => 1);
  const [strides, dilations] = [node.ints("strides", ones), node.ints("dilations", ones)];
  const pads = node.ints(
    "pads",
    [...ones, ...ones].map(() => 0),
  );
  const size = block.reduce((a, b) => a * b, 1);
  const channels = divDims(x.shape[1]!, size);
  if (typeof channels !== "number") return node.fail(`channels of blocks of ${size}`, printShape(x.shape));
  const counts = image.map(
    (n, i) =>
      Math.floor((n + pads[i]! + pads[i + block.length]! - dilations[i]! * (block[i]! - 1) - 1) / strides[i]!) + 1,
  );
  const weight = tile(reshape(eye(size, x.dtype), [size, 1, ...block]), [channels, 1, ...ones]);
  const full = convTranspose(reshape(x, [x.shape[0]!, channels * size, ...counts]), weight, {
    strides,
    dilations,
    groups: channels,
  });
  const cut = image.map((n, i) => [-pads[i]!, n + pads[i]! - (full.shape[i + 2] as number)] as const);
  return pad(full, [[0, 0], [0, 0], ...cut]);
}
