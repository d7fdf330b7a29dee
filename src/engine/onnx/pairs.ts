// What operators of two tensors share.
import type { Dim } from "../dim.js";
import { reshape } from "../ops/index.gen.js";
import type { Tensor } from "../tensor.js";
import { isInteger } from "./elementType.js";
import type { OnnxNode } from "./importer.js";

/** The second operand, which before version 7 is put at an axis of the first. */
export function legacy(node: OnnxNode): Tensor {
  const [x, y] = [node.x(0), node.x(1)];
  if (node.version >= 7 || !node.int("broadcast", 0) || !node.has("axis")) return y;
  const after = x.shape.length - node.int("axis") - y.shape.length;
  return after > 0 ? reshape(y, [...y.shape, ...Array.from({ length: after }, () => 1)]) : y;
}

/** The same on known sizes, one of which may be a scalar. */
export function pairSizes(node: OnnxNode, op: (a: Dim, b: Dim) => Dim | undefined): readonly Dim[] | undefined {
  const [a, b] = [node.known(0), node.known(1)];
  const flat = node.x(0).shape.length <= 1 && node.x(1).shape.length <= 1;
  if (!a || !b || !flat || !isInteger(node.type(0))) return undefined;
  if (a.length !== b.length && a.length !== 1 && b.length !== 1) return undefined;
  const length = a.length === 1 ? b.length : a.length;
  const found = Array.from({ length }, (_, i) => op(a[a.length === 1 ? 0 : i]!, b[b.length === 1 ? 0 : i]!));
  // Beyond 2⁵³ a number here is not what wraps around in the graph.
  const certain = found.every((each) => typeof each === "string" || Number.isSafeInteger(each));
  return certain ? (found as Dim[]) : undefined;
}
