import { type Dim, printShape } from "../../dim.js";
import { add, arange, cast, equal, expand, extent, less, mul, reshape, slice, where } from "../../ops/index.gen.js";
import { constant as constantTensor } from "../../tensor.js";
import { axisOf, numericShape } from "../axes.js";
import { elementType, heldIn } from "../elementType.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo, chosenBy, converted } from "../narrowing.js";

/** Constants, ranges and patterns. */
export const constant = importer("constant", {
  Constant: (node) => given(node),
  ConstantOfShape: (node) => {
    const { x, type } = node.has("value") ? node.tensor("value") : held(constantTensor(0, [1]));
    const shape = node.sizes(0);
    return held(shape.length === 0 ? reshape(x, []) : expand(reshape(x, []), shape), type);
  },
  EyeLike: (node) => {
    const [rows, columns] = numericShape(node, node.x(0)) as [number, number];
    const type = node.has("dtype") ? elementType(node.int("dtype"), "onnx: EyeLike") : node.type(0);
    const at = add(reshape(arange(rows), [rows, 1]), node.int("k", 0));
    return held(cast(equal(at, arange(columns)), heldIn(type)), type);
  },
  OneHot: (node) => oneHot(node),
  Range: (node) => range(node),
});

function given(node: OnnxNode): Held {
  if (node.has("value")) return node.tensor("value");
  if (node.has("value_float")) return held(constantTensor(node.float("value_float")));
  if (node.has("value_floats")) return vector(node.floats("value_floats"), "f32");
  if (node.has("value_int")) return held(constantTensor(node.int("value_int"), [], "i64"));
  if (node.has("value_ints")) return vector(node.ints("value_ints"), "i64");
  return node.fail("a value of numbers", "none");
}

const vector = (values: readonly number[], dtype: "f32" | "i64"): Held =>
  held(constantTensor(values, [values.length], dtype));

/** start, start + delta, … below the limit. */
function range(node: OnnxNode): Held {
  const [start, limit, delta] = [node.sizes(0)[0], node.sizes(1)[0], node.sizes(2)[0]];
  const { dtype } = node.x(0);
  const type = node.type(0);
  if (start === 0 && delta === 1 && typeof limit === "string") return held(castTo(arange(limit), dtype), type);
  if (typeof start !== "number" || typeof limit !== "number" || typeof delta !== "number" || delta === 0) {
    return node.fail("numbers, or 0, the name of a size, 1", printShape([start, limit, delta] as Dim[]));
  }
  const length = Math.max(Math.ceil((limit - start) / delta), 0);
  return held(add(mul(castTo(arange(length), dtype), delta), start), type);
}

/** [off, on], with a new axis of `depth`; a class below 0 counts from the end, and one outside is nowhere on. */
function oneHot(node: OnnxNode): Held {
  const depth = node.sizes(1)[0]!;
  const classes = converted(node.held(0), "i64").x;
  const axis = axisOf(node, node.int("axis", -1), classes.shape.length + 1);
  const around = classes.shape.flatMap((dim, i) => (i === axis ? [1, dim] : [dim]));
  const index = reshape(classes, axis === classes.shape.length ? [...classes.shape, 1] : around);
  const numbers = reshape(
    arange(depth),
    index.shape.map((_, i) => (i === axis ? depth : 1)),
  );
  const [off, on] = [0, 1].map((i) => reshape(slice(node.x(2), 0, i, i + 1), []));
  const wanted = where(less(index, 0), add(index, typeof depth === "number" ? depth : extent(numbers, [axis])), index);
  return held(chosenBy(equal(wanted, numbers), on!, off!), node.type(2));
}
