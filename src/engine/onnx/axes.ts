// Axes and shapes as importers need them.
import { broadcast, printShape, type Shape } from "../dim.js";
import { expand, reshape } from "../ops/index.gen.js";
import { constant, type DType, type Tensor } from "../tensor.js";
import type { OnnxNode } from "./importer.js";

/** An axis counted from the start. @throws InputError */
export function axisOf(node: OnnxNode, axis: number, rank: number): number {
  const found = axis < 0 ? axis + rank : axis;
  return found >= 0 && found < Math.max(rank, 1) ? found : node.fail(`an axis of −${rank} … ${rank - 1}`, `${axis}`);
}

/** Axes counted from the start, each once. @throws InputError */
export function axesOf(node: OnnxNode, axes: readonly number[], rank: number): number[] {
  const found = axes.map((axis) => axisOf(node, axis, rank));
  return new Set(found).size === found.length ? found : node.fail("different axes", `[${axes.join(", ")}]`);
}

/** The axes that an attribute gives, or an input from the version on that moved them there. */
export function givenAxes(node: OnnxNode, since: number, input = 1): readonly number[] | undefined {
  if (node.version >= since) return node.inputs[input] ? node.numbers(input) : undefined;
  return node.has("axes") ? node.ints("axes") : undefined;
}

export const allAxes = (x: Tensor): number[] => x.shape.map((_, axis) => axis);

/** The length of an axis. @throws InputError if it has a name instead */
export function lengthOf(node: OnnxNode, x: Tensor, axis: number): number {
  const length = x.shape[axis];
  return typeof length === "number" ? length : node.fail(`a size of axis ${axis} in numbers`, printShape(x.shape));
}

/** The shape in numbers. @throws InputError */
export const numericShape = (node: OnnxNode, x: Tensor): number[] => x.shape.map((_, axis) => lengthOf(node, x, axis));

/** A list [n] put on one axis of a shape of some rank: [1, .., n, .., 1]. */
export const onAxis = (x: Tensor, axis: number, rank: number): Tensor =>
  reshape(
    x,
    Array.from({ length: rank }, (_, i) => (i === axis ? x.shape[0]! : 1)),
  );

/** One number in a whole shape. */
export const filledWith = (value: number, shape: Shape, dtype: DType): Tensor =>
  shape.length === 0 ? constant(value, [], dtype) : expand(constant(value, [], dtype), shape);

/** x expanded to the common shape of all. @throws InputError */
export function broadcastTo(node: OnnxNode, x: Tensor, ...shapes: Shape[]): Tensor {
  const common = broadcast(x.shape, ...shapes);
  if (!common) return node.fail("shapes that broadcast", [x.shape, ...shapes].map(printShape).join(", "));
  return common.length === x.shape.length && common.every((dim, i) => dim === x.shape[i]) ? x : expand(x, common);
}
