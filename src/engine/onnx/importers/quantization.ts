import { printShape } from "../../dim.js";
import {
  add,
  clip,
  conv,
  div,
  max,
  maximum,
  min,
  minimum,
  mul,
  repeat,
  round,
  slice,
  sub,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { axisOf, lengthOf, numericShape, onAxis } from "../axes.js";
import { bitsOf, type ElementType, elementType, heldIn, isUnsigned } from "../elementType.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { multiplied } from "../matrixProduct.js";
import { castTo } from "../narrowing.js";
import { windowsOf } from "../window.js";

/** Numbers as integers: scale · (q − zero). The derivative through rounding is 0. */
export const quantization = importer("quantization", {
  ConvInteger: (node) => held(castTo(convolved(node, less(node, 0, 2), lessPerChannel(node, 1, 3)), "i32"), "i32"),
  DequantizeLinear: (node) => {
    const x = castTo(node.x(0), "f32");
    const [scale, zero] = [beside(node, 1), node.inputs[2] && beside(node, 2)];
    return held(mul(zero ? sub(x, castTo(zero, "f32")) : x, castTo(scale, "f32")), node.type(1));
  },
  DynamicQuantizeLinear: (node) => dynamic(node),
  MatMulInteger: (node) => held(castTo(multiplied(less(node, 0, 2), less(node, 1, 3)), "i32"), "i32"),
  QLinearConv: (node) => {
    const product = convolved(node, less(node, 0, 2), lessPerChannel(node, 3, 5));
    const bias = node.maybe(8);
    const sum = bias ? add(product, onAxis(castTo(bias, "f64"), 1, product.shape.length)) : product;
    const scales = node.x(4);
    const each = scales.shape.length === 1 && scales.shape[0] !== 1 ? onAxis(scales, 1, product.shape.length) : scales;
    return requantized(node, sum, mul(node.x(1), each), 6);
  },
  QLinearMatMul: (node) => {
    const product = multiplied(less(node, 0, 2), less(node, 3, 5));
    return requantized(node, product, mul(node.x(1), node.x(4)), 6);
  },
  QuantizeLinear: (node) => quantized(node),
});

/** An input less its zero point, in f64, where products of narrow integers are exact. */
function less(node: OnnxNode, i: number, zero: number): Tensor {
  const x = castTo(node.x(i), "f64");
  return node.inputs[zero] ? sub(x, castTo(node.x(zero), "f64")) : x;
}

/** Weights [out, ..] less their zero points, one an output channel or one for all. */
function lessPerChannel(node: OnnxNode, i: number, zero: number): Tensor {
  const [x, point] = [node.x(i), node.maybe(zero)];
  if (!point || point.shape.length === 0) return less(node, i, zero);
  return sub(castTo(x, "f64"), onAxis(castTo(point, "f64"), 0, x.shape.length));
}

const convolved = (node: OnnxNode, x: Tensor, weight: Tensor): Tensor =>
  conv(x, weight, { ...windowsOf(node, x, numericShape(node, weight).slice(2)), groups: node.int("group", 1) });

function requantized(node: OnnxNode, product: Tensor, scale: Tensor, to: number): Held {
  const [outScale, zero, type] = [node.x(to), node.x(to + 1), node.type(to + 1)];
  const scaled = mul(product, div(castTo(scale, "f64"), castTo(outScale, "f64")));
  return saturated(add(round(scaled), castTo(zero, "f64")), type);
}

/** Whole numbers clipped to the range of a type. */
function saturated(x: Tensor, type: ElementType): Held {
  const size = 2 ** bitsOf(type);
  const [low, high] = isUnsigned(type) ? [0, size - 1] : [-size / 2, size / 2 - 1];
  return held(castTo(clip(x, low, high), heldIn(type)), type);
}

/** Scales or zero points beside x: one for all, one an index of the axis, or one a block along it. */
function beside(node: OnnxNode, i: number): Tensor {
  const [x, list] = [node.x(0), node.x(i)];
  if (list.shape.length === 0) return list;
  const axis = axisOf(node, node.int("axis", 1), x.shape.length);
  if (list.shape.length === 1 && x.shape.length >= 1)
    return list.shape[0] === 1 ? list : onAxis(list, axis, x.shape.length);
  const block = node.int("block_size", 0);
  if (block <= 0 || list.shape.length !== x.shape.length) {
    return node.fail("a scale, one an index of the axis, or one a block", printShape(list.shape));
  }
  const wide = repeat(list, block, axis);
  return wide.shape[axis] === x.shape[axis] ? wide : slice(wide, axis, 0, lengthOf(node, x, axis));
}

function quantized(node: OnnxNode): Held {
  const type = node.inputs[2]
    ? node.type(2)
    : node.int("output_dtype", 0)
      ? elementType(node.int("output_dtype"), "onnx: QuantizeLinear")
      : "u8";
  const [x, scale] = [castTo(node.x(0), "f32"), castTo(beside(node, 1), "f32")];
  const whole = round(div(x, scale));
  return saturated(node.inputs[2] ? add(whole, castTo(beside(node, 2), "f32")) : whole, type);
}

/** u8 by the range of x itself, which always holds 0. */
function dynamic(node: OnnxNode): readonly Held[] {
  const x = node.x(0);
  const [low, high] = [minimum(min(x), 0), maximum(max(x), 0)];
  const scale = div(sub(high, low), 255);
  const zero = clip(round(div(sub(0, low), scale)), 0, 255);
  const y = saturated(add(round(div(x, scale)), zero), "u8");
  return [y, held(scale, node.type(0)), held(castTo(zero, "i32"), "u8")];
}
