// Looks through a foreign model before anything is made of it.
import { InputError } from "../../error.js";
import { attributesOf } from "./attributes.js";
import { numbersOf } from "./elementType.js";
import type { AttributeProto, GraphProto, ModelProto, NodeProto } from "./gen/onnx_pb.js";
import { type Context, qualified, whereOf } from "./interpret.js";

/**
 * That every name has a value, every operator an importer, every tensor its data, and nothing is larger than allowed.
 * @throws InputError
 */
export function check(model: ModelProto, context: Context): void {
  checkGraph(model.graph!, context, new Set(), 0);
  for (const [name, body] of context.functions) {
    checkNodes(body.node, body.output, context, new Set(body.input), 0);
    checkRecursion(name, context, []);
  }
}

function checkGraph(graph: GraphProto, context: Context, around: ReadonlySet<string>, depth: number): void {
  const names = new Set(around);
  const own = new Set<string>();
  for (const { name } of graph.input) define(name, own, names, "onnx");
  for (const tensor of graph.initializer) {
    names.add(tensor.name);
    numbersOf(tensor, `onnx: "${tensor.name}"`, context.limits.elements);
  }
  checkNodes(
    graph.node,
    graph.output.map(({ name }) => name),
    context,
    names,
    depth,
  );
}

function checkNodes(
  nodes: readonly NodeProto[],
  outputs: readonly string[],
  context: Context,
  names: Set<string>,
  depth: number,
): void {
  const own = new Set<string>();
  const known = (name: string, where: string) => {
    if (names.has(name)) return;
    throw new InputError(where, { expected: "values that earlier nodes make", got: `"${name}"` });
  };
  for (const node of nodes) {
    context.step();
    const where = whereOf(node);
    checkOperator(node, context, where);
    for (const name of node.input) if (name) known(name, where);
    attributesOf(node.attribute, where);
    for (const each of node.attribute) checkAttribute(each, context, names, depth, where);
    for (const name of node.output) if (name) define(name, own, names, where);
  }
  for (const name of outputs) known(name, "onnx: outputs");
}

function checkAttribute(
  attribute: AttributeProto,
  context: Context,
  names: ReadonlySet<string>,
  depth: number,
  where: string,
): void {
  if (attribute.t) numbersOf(attribute.t, where, context.limits.elements);
  for (const graph of [...(attribute.g ? [attribute.g] : []), ...attribute.graphs]) {
    if (depth >= context.limits.depth) {
      throw new InputError(where, { expected: `at most ${context.limits.depth} nested graphs`, got: "more" });
    }
    checkGraph(graph, context, names, depth + 1);
  }
}

function define(name: string, own: Set<string>, names: Set<string>, where: string): void {
  if (own.has(name)) throw new InputError(where, { expected: "one value a name", got: `"${name}" twice` });
  own.add(name);
  names.add(name);
}

function checkOperator({ domain, opType }: NodeProto, { operators, functions, opsets }: Context, where: string): void {
  const name = qualified(domain, opType);
  const known = Object.hasOwn(operators, name) || functions.has(name);
  if (!known) throw new InputError(where, { expected: "an operator that is imported", got: name });
  if (!functions.has(name) && !opsets.has(domain === "ai.onnx" ? "" : domain)) {
    throw new InputError(where, { expected: `a version of the operator set "${domain}"`, got: "none" });
  }
}

/** @throws InputError if a function calls itself, or functions nest too deeply */
function checkRecursion(name: string, context: Context, path: readonly string[]): void {
  if (path.includes(name) || path.length >= context.limits.depth) {
    throw new InputError("onnx", { expected: "functions that end", got: [...path, name].join(" in ") });
  }
  for (const node of context.functions.get(name)?.node ?? []) {
    const inner = qualified(node.domain, node.opType);
    if (context.functions.has(inner)) checkRecursion(inner, context, [...path, name]);
  }
}
