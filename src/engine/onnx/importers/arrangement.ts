import { type Dim, divDims, mulDims, printShape, subDims } from "../../dim.js";
import {
  cumProd,
  cumSum,
  pad,
  padCircular,
  padEdge,
  padReflect,
  reshape,
  transpose,
  tril,
  triu,
} from "../../ops/index.gen.js";
import { isFloat, type Tensor } from "../../tensor.js";
import { allAxes, axesOf, axisOf } from "../axes.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { asNumbers, castTo } from "../narrowing.js";

/** Borders, triangles, blocks, and running sums. */
export const arrangement = importer("arrangement", {
  CenterCropPad: (node) => centred(node),
  CumProd: (node) => running(node, asFloat(cumProd)),
  CumSum: (node) => running(node, cumSum),
  DepthToSpace: (node) => toSpace(node),
  Pad: (node) => padded(node),
  SpaceToDepth: (node) => toDepth(node),
  Trilu: (node) => {
    const k = node.inputs[1] ? node.number(1) : 0;
    const op = node.int("upper", 1) === 1 ? triu : tril;
    return asNumbers(node.x(0), (x) => op(x, k));
  },
});

type Running = (x: Tensor, axis: number, options: { exclusive: boolean; reverse: boolean }) => Tensor;

function running(node: OnnxNode, op: Running): Tensor {
  const x = node.x(0);
  const axis = axisOf(node, node.number(1), x.shape.length);
  return op(x, axis, { exclusive: node.int("exclusive", 0) === 1, reverse: node.int("reverse", 0) === 1 });
}

/** Integers by way of f64. */
const asFloat =
  (op: Running): Running =>
  (x, axis, options) =>
    isFloat(x) ? op(x, axis, options) : castTo(op(castTo(x, "f64"), axis, options), x.dtype);

type Pairs = readonly (readonly [Dim, Dim])[];

/** Widths and value are attributes before version 11; axes can be chosen since 18. */
function padded(node: OnnxNode): Held {
  const x = node.x(0);
  const inputs = node.version >= 11;
  const widths = inputs ? node.sizes(1) : node.ints(node.version >= 2 ? "pads" : "paddings");
  const axes = node.inputs[3] ? axesOf(node, node.numbers(3), x.shape.length) : allAxes(x);
  if (widths.length !== 2 * axes.length) return node.fail(`${2 * axes.length} widths`, printShape(widths));
  const pairs: Pairs = allAxes(x).map((axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? [0, 0] : [widths[at]!, widths[at + axes.length]!];
  });
  const mode = node.text("mode", "constant");
  if (mode !== "constant")
    return held(
      asNumbers(x, (each) => bordered(node, each, pairs, mode)),
      node.type(0),
    );
  const value = inputs ? (node.inputs[2] ? node.values(2).data[0]! : 0) : node.float("value", 0);
  return held(
    asNumbers(x, (each) => pad(each, pairs, value)),
    node.type(0),
  );
}

const borders = { reflect: padReflect, edge: padEdge, wrap: padCircular };

/** Negative widths crop first. */
function bordered(node: OnnxNode, x: Tensor, pairs: Pairs, mode: string): Tensor {
  const op = Object.hasOwn(borders, mode)
    ? borders[mode as keyof typeof borders]
    : node.fail("mode constant, reflect, edge or wrap", mode);
  const widths = pairs.map((pair) => pair.map((n) => (typeof n === "number" ? n : node.fail("widths in numbers", n))));
  const cropped = pad(
    x,
    widths.map(([before, after]) => [Math.min(before!, 0), Math.min(after!, 0)]),
  );
  return op(
    cropped,
    widths.map(([before, after]) => [Math.max(before!, 0), Math.max(after!, 0)]),
  );
}

/** Each axis cut or filled with zeros around its middle; what is odd goes after. */
function centred(node: OnnxNode): Held {
  const x = node.x(0);
  const axes = node.has("axes") ? axesOf(node, node.ints("axes"), x.shape.length) : allAxes(x);
  const sizes = node.numbers(1);
  const pairs: Pairs = allAxes(x).map((axis) => {
    const at = axes.indexOf(axis);
    const more = at < 0 ? 0 : subDims(sizes[at]!, x.shape[axis]!);
    if (typeof more !== "number") return node.fail("sizes in numbers", printShape(x.shape));
    const before = more >= 0 ? Math.floor(more / 2) : -Math.floor(-more / 2);
    return [before, more - before];
  });
  return held(
    asNumbers(x, (each) => pad(each, pairs)),
    node.type(0),
  );
}

/** Channels in blocks of pixels: the block comes first among the channels (DCR), or last (CRD). */
function toSpace(node: OnnxNode): Tensor {
  const [x, size] = [node.x(0), node.int("blocksize")];
  const [batch, channels, height, width] = x.shape as [Dim, Dim, Dim, Dim];
  const out = divDims(channels, size * size) ?? node.fail(`channels in blocks of ${size}²`, printShape(x.shape));
  const first = node.text("mode", "DCR") === "DCR";
  const split = reshape(x, first ? [batch, size, size, out, height, width] : [batch, out, size, size, height, width]);
  const ordered = transpose(split, first ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]);
  return reshape(ordered, [batch, out, mulDims(height, size), mulDims(width, size)]);
}

function toDepth(node: OnnxNode): Tensor {
  const [x, size] = [node.x(0), node.int("blocksize")];
  const [batch, channels, height, width] = x.shape as [Dim, Dim, Dim, Dim];
  const part = (length: Dim) =>
    divDims(length, size) ?? node.fail(`an image of blocks of ${size}`, printShape(x.shape));
  const split = reshape(x, [batch, channels, part(height), size, part(width), size]);
  const first = node.text("mode", "DCR") === "DCR";
  const ordered = transpose(split, first ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4]);
  return reshape(ordered, [batch, mulDims(channels, size * size), part(height), part(width)]);
}
