import { forEachIndex } from "../../nd.js";
import { cast, greater, reshape, take } from "../../ops/index.gen.js";
import { constant } from "../../tensor.js";
import { axisOf } from "../axes.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";

/** Elements chosen by a condition that is known before the graph runs, and presence. */
export const selection = importer("selection", {
  Compress: (node) => compressed(node),
  NonZero: (node) => nonZero(node),
  OptionalGetElement: (node) => node.held(0),
  OptionalHasElement: (node) => held(constant(Number(node.inputs[0] !== undefined), [], "bool")),
  "ai.onnx.ml.ArrayFeatureExtractor": (node) => held(take(node.x(0), reshape(node.x(1), [-1]), -1), node.type(0)),
  "ai.onnx.ml.Binarizer": (node) =>
    held(cast(greater(node.x(0), node.float("threshold", 0)), node.x(0).dtype), node.type(0)),
});

function compressed(node: OnnxNode): Held {
  const kept = node.numbers(1).flatMap((each, i) => (each === 0 ? [] : [i]));
  const index = constant(kept, [kept.length], "i64");
  const x = node.has("axis") ? node.x(0) : reshape(node.x(0), [-1]);
  return held(take(x, index, node.has("axis") ? axisOf(node, node.int("axis"), x.shape.length) : 0), node.type(0));
}

/** The places of what is not 0, one column each. */
function nonZero(node: OnnxNode): Held {
  const { shape, data } = node.values(0);
  const places: number[][] = [];
  forEachIndex(shape, (index, flat) => {
    if (data[flat] !== 0) places.push([...index]);
  });
  const rows = shape.map((_, axis) => places.map((place) => place[axis]!));
  return held(constant(rows.flat(), [shape.length, places.length], "i64"));
}
