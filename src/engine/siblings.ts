// Nodes of several results that run as one.
import { type Graph, rebuild, topological } from "./graph.js";
import { hasResults, resultRule } from "./results.js";
import type { Tensor } from "./tensor.js";

/** The graph with nodes of several results as one, where their rule has a way to and neither needs the other. */
export function joinSiblings(graph: Graph): Graph {
  let outputs = Object.values(graph.outputs);
  for (let pair = firstPair(outputs); pair; pair = firstPair(outputs)) outputs = replaced(outputs, pair);
  return {
    inputs: graph.inputs,
    outputs: Object.fromEntries(Object.keys(graph.outputs).map((k, i) => [k, outputs[i]!])),
  };
}

/** Two nodes, and for each what its results are then. */
type Pair = ReadonlyMap<Tensor, readonly Tensor[]>;

function firstPair(roots: readonly Tensor[]): Pair | undefined {
  const order = topological(roots);
  const nodes = order.filter(({ rule }) => hasResults(rule) && rule.joined);
  if (nodes.length < 2) return undefined;
  const needs = needed(order, nodes);
  for (const [i, node] of nodes.entries()) {
    for (const earlier of nodes.slice(0, i)) {
      if (node.rule !== earlier.rule || needs.get(node)!.has(earlier) || !hasResults(node.rule)) continue;
      const found = node.rule.joined!(earlier, node);
      if (found) return new Map([earlier, node].map((x, k) => [x, found[k]!]));
    }
  }
  return undefined;
}

/** Which of some nodes each node needs, itself included. */
function needed(order: readonly Tensor[], nodes: readonly Tensor[]): Map<Tensor, ReadonlySet<Tensor>> {
  const asked = new Set(nodes);
  const found = new Map<Tensor, ReadonlySet<Tensor>>();
  for (const x of order) {
    const below = new Set(x.inputs.map((each) => found.get(each)!));
    const [only, ...others] = below;
    const isOne = only && others.length === 0 && !asked.has(x);
    found.set(x, isOne ? only : new Set([...below].flatMap((each) => [...each]).concat(asked.has(x) ? x : [])));
  }
  return found;
}

function replaced(roots: readonly Tensor[], pair: Pair): Tensor[] {
  const images = rebuild(roots, (node, { rule, inputs, attributes }) => {
    const results = rule === resultRule ? pair.get(inputs[0]!) : undefined;
    return results ? results[attributes.index as number]! : node;
  });
  return roots.map((root) => images.get(root)!);
}
