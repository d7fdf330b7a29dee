// A graph of one example as a graph of many.
import { InputError } from "../error.js";
import { batched, spread } from "./batching.js";
import { type Cotangents, customVjp } from "./customVjp.js";
import { type Dim, printShape } from "./dim.js";
import { topological } from "./graph.js";
import { hasResults, type Mapped, resultRule } from "./results.js";
import { input, type Tensor } from "./tensor.js";

/**
 * The outputs with a leading axis.
 * @param sources what stands for some tensors of the graph
 * @throws InputError where an op does not map
 */
export function batchedGraph(outputs: readonly Tensor[], sources: ReadonlyMap<Tensor, Mapped>, size: Dim): Tensor[] {
  const images = new Map<Tensor, Mapped>(sources);
  const results = new Map<Tensor, readonly Tensor[]>();
  for (const node of topological(outputs)) {
    if (images.has(node)) continue;
    const inputs = node.inputs.map((x) => images.get(x)!);
    const isMapped = inputs.some((x) => x.isMapped) || results.has(node.inputs[0]!);
    const isSame = inputs.every(({ x }, i) => x === node.inputs[i]);
    if (!isMapped) images.set(node, { x: isSame ? node : { ...node, inputs: inputs.map(({ x }) => x) }, isMapped });
    else if (hasResults(node.rule)) {
      results.set(node, node.rule.batched(node, inputs, size));
      images.set(node, { x: node, isMapped: false }); // only its results are used
    } else images.set(node, { x: imageOf(node, inputs, size, results), isMapped });
  }
  return outputs.map((x) => spread(images.get(x)!, size));
}

function imageOf(
  node: Tensor,
  inputs: readonly Mapped[],
  size: Dim,
  results: ReadonlyMap<Tensor, readonly Tensor[]>,
): Tensor {
  if (node.rule === resultRule) return results.get(node.inputs[0]!)![node.attributes.index as number]!;
  if (node.rule.name === "customVjp") return withOwnVjp(node, inputs, size);
  const found = batched(node, inputs, size);
  if (typeof found !== "string") return found;
  const lower = node.rule.lower?.f64;
  if (lower) {
    const sources = new Map(node.inputs.map((x, i) => [x, inputs[i]!]));
    return batchedGraph([lower(node.inputs, node.attributes as never, node)], sources, size)[0]!;
  }
  const kinds = inputs.map(({ x, isMapped }) => `${printShape(x.shape)}${isMapped ? " (mapped)" : ""}`);
  throw new InputError("vmap", {
    expected: "ops that map over a leading axis",
    got: `${node.rule.name} of ${kinds.join(", ")}: ${found}`,
    hint: "scan over the axis instead",
  });
}

/** A value with a derivative of its own: that derivative is mapped when it is asked for. */
function withOwnVjp(node: Tensor, [y, ...wrt]: readonly Mapped[], size: Dim): Tensor {
  const { cotangents } = node.attributes as { cotangents: Cotangents };
  const original = node.inputs.slice(1);
  const own: Cotangents = (g, at, value) => {
    const symbols = original.map(({ shape, dtype }) => input("", shape, dtype));
    const [gOne, yOne] = [input("", node.shape, g.dtype), input("", node.shape, node.dtype)];
    const found = cotangents(gOne, symbols, yOne);
    const sources = new Map<Tensor, Mapped>([
      [gOne, { x: g, isMapped: true }],
      [yOne, { x: value, isMapped: true }],
      ...symbols.map((x, i): [Tensor, Mapped] => [x, { x: at[i]!, isMapped: wrt[i]!.isMapped }]),
    ]);
    const given = found.flatMap((each, i) => (each ? [i] : []));
    const mapped = batchedGraph(
      given.map((i) => found[i]!),
      sources,
      size,
    );
    return found.map((each, i) => each && mapped[given.indexOf(i)]!);
  };
  return customVjp(
    spread(y!, size),
    wrt.map(({ x }) => x),
    own,
  );
}
