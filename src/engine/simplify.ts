import { attributesKey, type Graph, printNumber, topological } from "./graph.js";
import { count, type Nd } from "./nd.js";
import type { Precision } from "./onnx/emit.js";
import type { Rewrite } from "./rewrite.js";
import { rewrites as table } from "./rewrites/index.gen.js";
import { joinSiblings } from "./siblings.js";
import { constant, constantData, isConstant, isFloat, isInput, type Tensor } from "./tensor.js";

/** Constants larger than this are left for the session to compute. */
const foldLimit = 1 << 16;

/**
 * The same function with fewer nodes: constants folded, equal subgraphs shared, the rewrite table applied until
 * nothing matches, loops over the same entries joined, dead nodes dropped, and ops without an f64 kernel lowered where
 * they run in f64.
 */
export function simplify(
  graph: Graph,
  { precision = "f32" as Precision, rewrites = Object.values(table) as readonly Rewrite[] } = {},
): Graph {
  const byRoot = new Map<string, Rewrite[]>();
  for (const row of rewrites) for (const root of row.roots) byRoot.set(root, [...(byRoot.get(root) ?? []), row]);
  const images = new Map<Tensor, Tensor>();
  const known = new Map<string, Tensor>();
  const ids = new Map<unknown, number>();
  const id = (value: unknown): number => {
    if (!ids.has(value)) ids.set(value, ids.size);
    return ids.get(value)!;
  };

  /** The simplest tensor equal to a node whose inputs are simplest already. */
  const settle = (node: Tensor): Tensor => {
    const lower = node.rule.lower?.f64;
    if (lower && runsInF64(node, precision)) return visit(lower(node.inputs, node.attributes as never, node));
    for (const row of byRoot.get(node.rule.name) ?? []) {
      const better = row.apply(node);
      if (better) return visit(better);
    }
    return shared(fold(node));
  };
  const shared = (node: Tensor): Tensor => {
    const key = structure(node, id);
    const found = known.get(key);
    if (found) return found;
    known.set(key, node);
    images.set(node, node);
    return node;
  };
  /** Settles everything below a root that is not settled yet. */
  const visit = (root: Tensor): Tensor => {
    const pending = [root];
    while (pending.length > 0) {
      const node = pending[pending.length - 1]!;
      if (images.has(node)) {
        pending.pop();
        continue;
      }
      const missing = node.inputs.filter((x) => !images.has(x));
      if (missing.length > 0) {
        for (const x of missing) pending.push(x);
        continue;
      }
      pending.pop();
      const inputs = node.inputs.map((x) => images.get(x)!);
      const image = isInput(node)
        ? node
        : settle(inputs.every((x, i) => x === node.inputs[i]) ? node : { ...node, inputs });
      images.set(node, image);
      images.set(image, image);
    }
    return images.get(root)!;
  };
  const outputs = Object.fromEntries(Object.entries(graph.outputs).map(([name, x]) => [name, visit(x)]));
  return joinSiblings({ inputs: graph.inputs, outputs });
}

/** How many nodes a session of the graph will have to run, before ONNX Runtime's own fusions. */
export const nodeCount = (graph: Graph): number =>
  topological(Object.values(graph.outputs)).filter((x) => !isInput(x) && !isConstant(x)).length;

function runsInF64(node: Tensor, precision: Precision): boolean {
  const float = [node, ...node.inputs].find(isFloat);
  return float !== undefined && (float.dtype === "f64" || precision === "f64");
}

/** The value of a node of constants. */
function fold(node: Tensor): Tensor {
  const { rule, inputs, shape, dtype } = node;
  if (!rule.reference || inputs.length === 0 || !inputs.every(isConstant)) return node;
  if (!shape.every((dim) => typeof dim === "number") || count(shape as number[]) > foldLimit) return node;
  const values = inputs.map((x): Nd => ({ shape: x.shape as number[], data: constantData(x)! }));
  const { data } = rule.reference(values, node.attributes as never, shape as number[]);
  if (dtype !== "i32" && dtype !== "i64") return constant(data, shape as number[], dtype);
  // Integers divide toward zero; what f64 cannot hold exactly (or a division by zero) is left for the session.
  const whole = data.map(Math.trunc);
  return whole.every(Number.isSafeInteger) ? constant(whole, shape as number[], dtype) : node;
}

/** Equal for two nodes exactly when they compute the same thing from the same tensors. */
function structure(node: Tensor, id: (value: unknown) => number): string {
  const data = constantData(node);
  if (data)
    return `constant ${node.dtype} [${node.shape}] ${data.length <= 64 ? Array.from(data, printNumber) : id(data)}`;
  const attributes = attributesKey(node.attributes, id);
  return `${node.rule.name}#${id(node.rule)} ${attributes} ${node.dtype} [${node.shape}] ${node.inputs.map(id)}`;
}
