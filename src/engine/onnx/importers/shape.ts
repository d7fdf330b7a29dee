import { broadcast, type Dim, divDims, mulDims, printShape, type Shape } from "../../dim.js";
import { cast, concat, expand, extent, reshape, squeeze, tile, transpose, unsqueeze } from "../../ops/index.gen.js";
import { constant, isFloat, type Tensor } from "../../tensor.js";
import { allAxes, axesOf, axisOf, givenAxes } from "../axes.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";

/** Shapes, and tensors in another shape. */
export const shape = importer("shape", {
  Expand: (node) => {
    const [x, wanted] = [node.x(0), node.sizes(1)];
    const common = broadcast(x.shape, wanted);
    return common
      ? expand(x, common)
      : node.fail(`a shape that broadcasts with ${printShape(wanted)}`, printShape(x.shape));
  },
  Flatten: (node) => {
    const x = node.x(0);
    const axis = node.int("axis", 1);
    const at = axis === x.shape.length ? axis : axisOf(node, axis, x.shape.length);
    return reshape(x, [mulDims(...x.shape.slice(0, at)), mulDims(...x.shape.slice(at))]);
  },
  Reshape: { convert: (node) => reshape(node.x(0), wantedShape(node)), sizes: (node) => node.known(0) },
  Shape: (node) => {
    const { shape } = node.x(0);
    const at = (end: number) => Math.min(Math.max(end < 0 ? end + shape.length : end, 0), shape.length);
    const [start, end] = [at(node.int("start", 0)), at(node.int("end", shape.length))];
    return sizesTensor(node.x(0), shape, start, end);
  },
  Size: (node) => {
    const x = node.x(0);
    const size = mulDims(...x.shape);
    const value = typeof size === "number" ? constant(size, [], "i64") : cast(extent(x, allAxes(x)), "i64");
    return held(value, "i64", [size]);
  },
  Squeeze: {
    convert: (node) => {
      const x = node.x(0);
      const axes = givenAxes(node, 13);
      return axes ? squeeze(x, axesOf(node, axes, x.shape.length)) : squeeze(x);
    },
    sizes: (node) => node.known(0),
  },
  Tile: (node) => (node.version >= 6 ? tile(node.x(0), node.sizes(1)) : tiledAlong(node)),
  Transpose: (node) => transpose(node.x(0), node.has("perm") ? node.ints("perm") : allAxes(node.x(0)).reverse()),
  Unsqueeze: {
    convert: (node) => {
      const x = node.x(0);
      const axes = givenAxes(node, 13) ?? node.fail("axes", "none");
      return unsqueeze(x, axesOf(node, axes, x.shape.length + axes.length));
    },
    sizes: (node) => node.known(0),
  },
});

/** Sizes as a vector, with what it holds. */
function sizesTensor(x: Tensor, shape: Shape, start: number, end: number): Held {
  const sizes = shape.slice(start, end);
  if (sizes.every((dim) => typeof dim === "number")) return held(constant(sizes, [sizes.length], "i64"));
  const parts = sizes.map((dim, i) =>
    typeof dim === "number" ? constant(dim, [1], "i64") : reshape(asInteger(extent(x, [start + i])), [1]),
  );
  return held(concat(parts, 0), "i64", sizes);
}

/** The extent of a float tensor is a float. */
const asInteger = (x: Tensor): Tensor => (isFloat(x) ? cast(x, "i64") : x);

/** 0 stands for the size of x there, −1 for what is left. */
function wantedShape(node: OnnxNode): Shape {
  const { shape } = node.x(0);
  const asked = node.version >= 5 ? node.sizes(1) : node.ints("shape");
  const zeros = node.int("allowzero", 0) === 1;
  const found = asked.map((dim, i) =>
    dim === 0 && !zeros ? (shape[i] ?? node.fail("an axis to copy", `0 at ${i}`)) : dim,
  );
  const rest = found.filter((dim) => dim !== -1);
  if (found.length - rest.length !== 1 || !(shape.includes(0) && rest.every((dim) => typeof dim === "number")))
    return found;
  const left = rest.includes(0) ? undefined : divDims(mulDims(...shape), mulDims(...rest));
  return found.map((dim) => (dim === -1 ? (left ?? node.fail("a −1 that can be told", printShape(asked))) : dim));
}

/** Before version 6: the number of copies and the axis are scalars. */
function tiledAlong(node: OnnxNode): Tensor {
  const x = node.x(0);
  const axis = axisOf(node, node.number(2), x.shape.length);
  return tile(
    x,
    x.shape.map((_, i): Dim => (i === axis ? node.number(1) : 1)),
  );
}
