// How much memory a graph needs, before it is run.
import { dimValue, type Sizes } from "./dim.js";
import { type Graph, inputsOf, topological } from "./graph.js";
import { hasResults, resultRule } from "./results.js";
import { simplify } from "./simplify.js";
import { type DType, isInput, type Tensor } from "./tensor.js";

const bytes: Readonly<Record<DType, number>> = { f32: 4, f64: 8, i32: 4, i64: 8, bool: 1 };
/** Ops whose result is their input's memory. */
const views = new Set(["reshape", "customVjp", "keep", "stopGradient"]);

/**
 * Bytes of the results that are alive at once, at most, when a graph is run node by node in f32: each from where it is made
 * to where it is last read. Constants and inputs do not count. ONNX Runtime needs about as much beside the model itself.
 * @param dims sizes of the named dimensions
 */
export const peakBytes = (graph: Graph, dims: Sizes): number => peakOf(Object.values(simplify(graph).outputs), dims);

function peakOf(roots: readonly Tensor[], dims: Sizes): number {
  const order = topological(roots);
  const owner = new Map<Tensor, Tensor>();
  const lastUse = new Map<Tensor, number>();
  order.forEach((node, at) => {
    owner.set(node, views.has(node.rule.name) ? owner.get(node.inputs[0]!)! : node);
    for (const x of [node, ...node.inputs]) lastUse.set(owner.get(x)!, at);
  });
  const dying = new Map<number, Tensor[]>();
  for (const [node, at] of lastUse) dying.set(at, [...(dying.get(at) ?? []), node]);
  const results = resultsOf(order);
  let [alive, peak] = [0, 0];
  order.forEach((node, at) => {
    const own = results.get(node) ?? [];
    if (owner.get(node) === node && node.rule !== resultRule) alive += sizeOf(node, dims);
    for (const each of own) alive += sizeOf(each, dims);
    peak = Math.max(peak, alive + peakInside(node, own, dims));
    for (const gone of dying.get(at) ?? []) alive -= sizeOf(gone, dims);
  });
  return peak;
}

/** The results that are used of nodes of several: all are made when the node runs. */
function resultsOf(order: readonly Tensor[]): Map<Tensor, Tensor[]> {
  const found = new Map<Tensor, Tensor[]>();
  for (const node of order) {
    if (node.rule !== resultRule) continue;
    const [token] = node.inputs as [Tensor];
    found.set(token, [...(found.get(token) ?? []), node]);
  }
  return found;
}

/** What a run of the graph inside a node takes, for the results that are used. */
function peakInside(node: Tensor, used: readonly Tensor[], dims: Sizes): number {
  const numbers = new Set(used.map(({ attributes }) => attributes.index));
  const bodies = hasResults(node.rule) ? (node.rule.bodies?.(node) ?? []) : [];
  const peaks = bodies.map((results) => {
    const needed = results.filter((_, i) => numbers.has(i));
    const outputs = Object.fromEntries(needed.map((x, i) => [String(i), x]));
    return peakOf(Object.values(simplify({ inputs: inputsOf(needed), outputs }).outputs), dims);
  });
  return Math.max(0, ...peaks);
}

function sizeOf(node: Tensor, dims: Sizes): number {
  if (isInput(node) || node.inputs.length === 0) return 0;
  return node.shape.reduce((size: number, dim) => size * (dimValue(dim, dims) ?? 1), bytes[node.dtype]);
}
