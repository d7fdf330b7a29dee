// How much memory a graph needs, before it is run.
import { dimValue } from "./dim.js";
import { type Graph, topological } from "./graph.js";
import { simplify } from "./simplify.js";
import { type DType, isInput, type Tensor } from "./tensor.js";

const bytes: Readonly<Record<DType, number>> = { f32: 4, f64: 8, i32: 4, i64: 8, bool: 1 };
/** Ops whose result is their input's memory. */
const views = new Set(["reshape", "customVjp", "stopGradient"]);

/**
 * Bytes of the results that are alive at once, at most, when a graph is run node by node in f32: each from where it is made
 * to where it is last read. Constants and inputs do not count. ONNX Runtime needs about as much beside the model itself.
 * @param dims sizes of the named dimensions
 */
export function peakBytes(graph: Graph, dims: Readonly<Record<string, number>>): number {
  const order = topological(Object.values(simplify(graph).outputs));
  const owner = new Map<Tensor, Tensor>();
  const lastUse = new Map<Tensor, number>();
  order.forEach((node, at) => {
    owner.set(node, views.has(node.rule.name) ? owner.get(node.inputs[0]!)! : node);
    for (const x of [node, ...node.inputs]) lastUse.set(owner.get(x)!, at);
  });
  const dying = new Map<number, Tensor[]>();
  for (const [node, at] of lastUse) dying.set(at, [...(dying.get(at) ?? []), node]);
  let [alive, peak] = [0, 0];
  order.forEach((node, at) => {
    if (owner.get(node) === node) alive += sizeOf(node, dims);
    peak = Math.max(peak, alive);
    for (const gone of dying.get(at) ?? []) alive -= sizeOf(gone, dims);
  });
  return peak;
}

function sizeOf(node: Tensor, dims: Readonly<Record<string, number>>): number {
  if (isInput(node) || node.inputs.length === 0) return 0;
  return node.shape.reduce((size: number, dim) => size * (dimValue(dim, dims) ?? 1), bytes[node.dtype]);
}
