// Walks the nodes of a foreign graph and lets importers say what each becomes.
import { ExpectationError, InputError } from "../../error.js";
import type { Dim } from "../dim.js";
import { count } from "../nd.js";
import { simplify } from "../simplify.js";
import { constant, constantData, isConstant, isFloat, type Tensor } from "../tensor.js";
import { type Attributes, attribute, attributesOf } from "./attributes.js";
import { numbersOf } from "./elementType.js";
import type { FunctionProto, GraphProto, NodeProto } from "./gen/onnx_pb.js";
import { alike, constantOf, contents, type Held, held, heldNumbers } from "./held.js";
import type { OnnxNode, Operator, Result } from "./importer.js";
import type { Limits } from "./limits.js";

/** What is the same for every node of a model. */
export interface Context {
  readonly operators: Readonly<Record<string, Operator>>;
  readonly functions: ReadonlyMap<string, FunctionProto>;
  /** Versions by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly limits: Limits;
  /** Counts a node; throws where a loop takes too many. */
  readonly step: () => void;
}

/** Values by name; a subgraph sees those around it. */
interface Scope {
  readonly values: Map<string, Held>;
  readonly outer?: Scope;
}

export const qualified = (domain: string, name: string): string =>
  domain === "" || domain === "ai.onnx" ? name : `${domain}.${name}`;
export const whereOf = ({ name, opType }: NodeProto): string => `onnx: ${opType}${name ? ` "${name}"` : ""}`;

const find = (scope: Scope | undefined, name: string): Held | undefined =>
  scope && (scope.values.get(name) ?? find(scope.outer, name));

/** The values of a graph's outputs. @throws InputError */
function runGraph(context: Context, graph: GraphProto, inputs: readonly Held[], outer?: Scope): Held[] {
  const scope: Scope = { values: new Map(), ...(outer && { outer }) };
  for (const proto of graph.initializer) {
    const where = `onnx: "${proto.name}"`;
    scope.values.set(proto.name, heldNumbers(numbersOf(proto, where, context.limits.elements)));
  }
  graph.input.slice(0, inputs.length).forEach(({ name }, i) => {
    scope.values.set(name, inputs[i]!);
  });
  return runNodes(
    context,
    graph.node,
    graph.output.map(({ name }) => name),
    scope,
  );
}

/** Runs nodes in a scope that holds their inputs. */
export function runNodes(
  context: Context,
  nodes: readonly NodeProto[],
  outputs: readonly string[],
  scope: Scope,
  outer?: Attributes,
): Held[] {
  for (const node of nodes) {
    context.step();
    const found = runNode(context, node, scope, outer);
    node.output.forEach((name, i) => {
      if (name && found[i]) scope.values.set(name, found[i]);
    });
  }
  return outputs.map((name) => find(scope, name) ?? missing("onnx", name));
}

const missing = (where: string, name: string): never => {
  throw new InputError(where, { expected: "values that earlier nodes make", got: `"${name}"` });
};

function runNode(context: Context, node: NodeProto, scope: Scope, outer?: Attributes): (Held | undefined)[] {
  const where = whereOf(node);
  const inputs = node.input.map((name) => (name ? (find(scope, name) ?? missing(where, name)) : undefined));
  const attributes = attributesOf(node.attribute, where, outer);
  const name = qualified(node.domain, node.opType);
  const operator = Object.hasOwn(context.operators, name) ? context.operators[name] : undefined;
  if (!operator) return callFunction(context, node, inputs, attributes);
  const results = withWhere(where, () => {
    const made = convert(operator, reader(context, node, inputs, attributes, scope));
    const constants = constantsOf(inputs, typeof operator === "function" ? [] : (operator.bounds ?? []));
    if (!constants) return made;
    const same = constants.every((each, i) => each?.x === inputs[i]?.x);
    const values = same ? made : convert(operator, reader(context, node, constants, attributes, scope));
    return made.map((each, i) => each && folded(each, values[i]!));
  });
  const needed = node.output.findIndex((each, i) => each !== "" && !results[i]);
  if (needed < 0) return results;
  throw new InputError(where, { expected: `${results.length} results`, got: `a name for result ${needed + 1}` });
}

/** Our own errors say which node they are of; and what a malformed node made of an importer is one of them. */
function withWhere<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof InputError && error.where.startsWith("onnx")) throw error;
    if (error instanceof ExpectationError) {
      throw new InputError(where, { ...error.expectation, got: `${error.expectation.got} (${error.where})` });
    }
    throw new InputError(where, { expected: "a node that fits its inputs", got: String(error) });
  }
}

function convert(operator: Operator, node: OnnxNode): (Held | undefined)[] {
  const made = typeof operator === "function" ? operator(node) : operator.convert(node);
  const results = (Array.isArray(made) ? (made as readonly Result[]) : [made as Result]).map((each) => {
    if (!each || !("rule" in each)) return each;
    return held(each, alike(each, node.inputs));
  });
  const [first, ...others] = results;
  if (typeof operator === "function" || !first || isFloat(first.x) || constantOf(first)) return results;
  const sizes = operator.sizes(node);
  return sizes ? [withSizes(first, sizes), ...others] : results;
}

/** A value with known contents: a constant where they are numbers. */
function withSizes({ x, type }: Held, sizes: readonly Dim[]): Held {
  return sizes.every(Number.isSafeInteger)
    ? held(constant(sizes as number[], x.shape as number[], x.dtype), type)
    : held(x, type, sizes);
}

/** Floats are known beforehand where they are few, as scales and bounds are: more are left to the running graph. */
const fewFloats = 64;

/** Inputs as constants; undefined where only the running graph knows one. */
function constantsOf(
  inputs: readonly (Held | undefined)[],
  bounds: readonly number[],
): (Held | undefined)[] | undefined {
  const found = inputs.map((each, i) => each && (constantOf(each) ?? (bounds.includes(i) ? rounded(each) : undefined)));
  const all = found.every((x, i) => !inputs[i] || (x && (!isFloat(x) || count(x.shape as number[]) <= fewFloats)));
  return all ? inputs.map((each, i) => each && held(found[i]!, each.type, each.sizes)) : undefined;
}

/** Integers that f64 does not hold, as near as it does. */
function rounded({ x, sizes }: Held): Tensor | undefined {
  const numbers = sizes?.every((each) => typeof each === "number");
  return numbers ? constant(sizes as readonly number[], x.shape as number[], x.dtype) : undefined;
}

/** A result with the value that folding finds for it; floats keep what derivatives need. */
function folded(each: Held, value: Held): Held {
  if (constantOf(each)) return each;
  const simple = simplify({ inputs: [], outputs: { x: value.x } }).outputs.x!;
  if (!isConstant(simple)) return each;
  return isFloat(simple) ? { ...each, known: simple } : { ...each, x: simple };
}

/** A function of the model itself: its body, in a scope of its own. */
function callFunction(
  context: Context,
  node: NodeProto,
  inputs: readonly (Held | undefined)[],
  given: Attributes,
): Held[] {
  const body = context.functions.get(qualified(node.domain, node.opType))!;
  const attributes = new Map(body.attributeProto.map((each) => [each.name, each]));
  for (const [name, each] of given) attributes.set(name, each);
  const values = new Map(body.input.flatMap((name, i) => (inputs[i] ? [[name, inputs[i]] as const] : [])));
  const opsets = body.opsetImport.length > 0 ? opsetsOf(body.opsetImport) : context.opsets;
  return runNodes({ ...context, opsets }, body.node, body.output, { values }, attributes);
}

export const opsetsOf = (list: readonly { readonly domain: string; readonly version: bigint }[]): Map<string, number> =>
  new Map(list.map(({ domain, version }) => [domain === "ai.onnx" ? "" : domain, Number(version)]));

function reader(
  context: Context,
  node: NodeProto,
  inputs: readonly (Held | undefined)[],
  attributes: Attributes,
  scope: Scope,
): OnnxNode {
  const where = whereOf(node);
  const fail: OnnxNode["fail"] = (expected, got, hint) => {
    throw new InputError(where, { expected, got, ...(hint && { hint }) });
  };
  const get = (i: number) => inputs[i] ?? fail(`input ${i + 1}`, "none");
  const runtimeOnly = (i: number): never =>
    fail(
      `a constant as input ${i + 1}${node.input[i] ? `, "${node.input[i]}"` : ""}`,
      "a value that the running graph makes",
    );
  const sizes = (i: number) => contents(get(i)) ?? runtimeOnly(i);
  const numbers = (i: number) => {
    const found = sizes(i);
    const name = found.find((each) => typeof each !== "number");
    return name === undefined ? (found as number[]) : fail(`numbers as input ${i + 1}`, `the size ${name}`);
  };
  const subgraph = (name: string) => attributes.get(name)?.g ?? fail(`a subgraph "${name}"`, "none");
  return {
    operator: node.opType,
    version: context.opsets.get(node.domain === "ai.onnx" ? "" : node.domain) ?? 1,
    inputs,
    wanted: node.output.map((name) => name !== ""),
    has: (name) => attributes.has(name),
    int: (name, otherwise) => attribute(attributes, "int", name, where, otherwise),
    float: (name, otherwise) => attribute(attributes, "float", name, where, otherwise),
    text: (name, otherwise) => attribute(attributes, "text", name, where, otherwise),
    ints: (name, otherwise) => attribute(attributes, "ints", name, where, otherwise as number[]),
    floats: (name, otherwise) => attribute(attributes, "floats", name, where, otherwise as number[]),
    texts: (name, otherwise) => attribute(attributes, "texts", name, where, otherwise as string[]),
    tensor: (name) => {
      const proto = attributes.get(name)?.t ?? fail(`a tensor "${name}"`, "none");
      return heldNumbers(numbersOf(proto, where, context.limits.elements));
    },
    held: get,
    x: (i) => get(i).x,
    maybe: (i) => inputs[i]?.x,
    type: (i) => get(i).type,
    known: (i) => contents(get(i)),
    sizes,
    numbers,
    number: (i) => numbers(i)[0] ?? fail(`a number as input ${i + 1}`, "none"),
    values: (i) => {
      const found = constantOf(get(i)) ?? runtimeOnly(i);
      return { shape: found.shape as number[], data: constantData(found)! };
    },
    ports: (name) => {
      const { input, output } = subgraph(name);
      return { inputs: input.map((each) => each.name), outputs: output.map((each) => each.name) };
    },
    run: (name, given) => runGraph(context, subgraph(name), given, scope),
    fail,
  };
}
