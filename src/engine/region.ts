// Functions of tensors that are kept whole inside a node: the bodies of loops and branches.
import { vjp } from "./grad.js";
import { type Graph, substitute, topological } from "./graph.js";
import type { Body, Emitter } from "./onnx/emit.js";
import { simplify } from "./simplify.js";
import { input, isConstant, isFloat, type Tensor, type TensorType } from "./tensor.js";

/** A graph on symbols of its own. */
export interface Region {
  readonly inputs: readonly Tensor[];
  /** Symbols for what it takes from around it: the same value each time it runs. */
  readonly captured: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** A function as a region, and the tensors around it that the function uses. */
export function regionOf(
  types: readonly TensorType[],
  fn: (inputs: readonly Tensor[]) => readonly Tensor[],
): { region: Region; captures: Tensor[] } {
  const inputs = types.map(symbol);
  const outputs = fn(inputs);
  const captures = takenFromAround(inputs, outputs);
  const captured = captures.map(symbol);
  const replaced = substitute(outputs, new Map(captures.map((x, i) => [x, captured[i]!])));
  return { region: { inputs, captured, outputs: replaced }, captures };
}

const symbol = ({ shape, dtype }: TensorType): Tensor => input("", shape, dtype);

/** The tensors that do not depend on the inputs, where they meet what does. */
function takenFromAround(inputs: readonly Tensor[], outputs: readonly Tensor[]): Tensor[] {
  const dependent = new Set(inputs);
  const order = topological(outputs);
  for (const x of order) if (x.inputs.some((each) => dependent.has(each))) dependent.add(x);
  const needed = [...order.filter((x) => dependent.has(x)).flatMap((x) => x.inputs), ...outputs];
  return [...new Set(needed.filter((x) => !dependent.has(x)))];
}

/** The region's results on other tensors. */
export const inlined = ({ inputs, captured, outputs }: Region, on: readonly Tensor[], captures: readonly Tensor[]) =>
  substitute(outputs, new Map([...inputs, ...captured].map((x, i) => [x, [...on, ...captures][i]!])));

/**
 * Cotangents of a region's inputs and captured tensors where these are floats, from those of its results.
 * @param inputs, captures where they are taken: the derivative is made of these
 * @param known what stands for tensors of the region, which is not computed again then
 */
export function regionVjp(
  { inputs: symbols, captured, outputs }: Region,
  inputs: readonly Tensor[],
  captures: readonly Tensor[],
  cotangent: (result: number) => Tensor | undefined,
  known: ReadonlyMap<Tensor, Tensor> = new Map(),
): { inputs: (Tensor | undefined)[]; captured: (Tensor | undefined)[] } {
  const asked = outputs.flatMap((x, i) => (isFloat(x) && cotangent(i) ? [i] : []));
  const all = [...symbols, ...captured];
  const wrt = all.filter(isFloat);
  // By the region's own symbols, so that a captured tensor counts only where the region uses it.
  const found = vjp(
    asked.map((i) => outputs[i]!),
    wrt,
    asked.map((i) => cotangent(i)!),
  );
  const places = all.map((x, i) => [x, [...inputs, ...captures][i]!] as const);
  const moved = substitute(found, new Map([...known, ...places]));
  const ofEach = all.map((x) => (isFloat(x) ? moved[wrt.indexOf(x)] : undefined));
  return { inputs: ofEach.slice(0, symbols.length), captured: ofEach.slice(symbols.length) };
}

/**
 * A body for a node: results on the region's symbols, simplified.
 * @param captures what is captured, and its names; constants are constants in the body too
 */
export function bodyOf(
  emitter: Emitter,
  { inputs, captured }: Region,
  outputs: readonly Tensor[],
  captures: readonly Tensor[],
  names: readonly string[],
): ReturnType<Emitter["body"]> {
  const known = new Map(captured.flatMap((x, i) => (isUniform(captures[i]!) ? [[x, captures[i]!] as const] : [])));
  const closed = substitute(outputs, known);
  const graph: Graph = { inputs, outputs: Object.fromEntries(closed.map((x, i) => [String(i), x])) };
  const simple = simplify(graph, { precision: emitter.precision });
  const body: Body = {
    inputs,
    outputs: outputs.map((_, i) => simple.outputs[i]!),
    around: new Map(captured.map((x, i) => [x, names[i]!])),
  };
  return emitter.body(body);
}

/** Constants, and one repeated: known to rewrites in the body too. */
const isUniform = (x: Tensor): boolean => isConstant(x) || (x.rule.name === "expand" && isConstant(x.inputs[0]!));
