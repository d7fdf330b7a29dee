import { InputError, ShapeError } from "../error.js";
import { printShape } from "./dim.js";
import type { Emitter } from "./onnx/emit.js";
import { bodyOf, type Region, regionOf } from "./region.js";
import { type ResultsRule, withResults } from "./results.js";
import { input, type Tensor } from "./tensor.js";
import type { Tree } from "./trace.js";
import { rebuilt, sameTypes, tensorsOf } from "./trees.js";

export interface WhileOptions {
  /** Steps at most; any number by default. */
  readonly limit?: number;
}

/**
 * A state changed while a condition holds (ONNX's Loop). It has no derivative, because nobody knows how many states to
 * keep: `scan` has, with a number of steps, and `fixedPoint`, of an iteration that converges.
 * @param condition from a state to bool []; looked at before each step
 * @param step to the next state, of the same structure, shapes and data types
 * @throws ShapeError on other types; InputError where it is differentiated or mapped
 * @example whileLoop((x) => greater(x, 1), (x) => div(x, 2), x)
 */
export function whileLoop<State extends Tree>(
  condition: (state: State) => Tensor,
  step: (state: State) => State,
  start: State,
  { limit }: WhileOptions = {},
): State {
  const flat = tensorsOf(start);
  if (flat.length === 0 || (limit !== undefined && !(Number.isInteger(limit) && limit >= 0))) {
    throw new InputError("whileLoop", {
      expected: "a state of one tensor at least, a limit ≥ 0",
      got: `${flat.length} tensors, limit ${limit}`,
    });
  }
  const { region, captures } = regionOf(flat, (state) => {
    const next = sameTypes("whileLoop", start, step(rebuilt(start, state)));
    return [checked(condition(rebuilt(start, next))), ...next];
  });
  const inputs = [checked(condition(start)), ...flat, ...captures];
  return rebuilt(start, withResults(rule, inputs, { region: () => region, limit: limit ?? -1 }, flat));
}

function checked(condition: Tensor): Tensor {
  if (condition.dtype === "bool" && condition.shape.length === 0) return condition;
  const got = `${condition.dtype} ${printShape(condition.shape)}`;
  throw new ShapeError("whileLoop", { expected: "a condition bool []", got, hint: "any(x) or all(x)?" });
}

const refused = (what: string, hint: string) => () => {
  throw new InputError("whileLoop", {
    expected: `a loop of known length to ${what}`,
    got: "one with a condition",
    hint,
  });
};

const rule: ResultsRule = {
  bodies: (node) => [(node.attributes as unknown as { region: () => Region }).region().outputs],
  name: "whileLoop",
  emit: emitWhile,
  resultsVjp: refused("differentiate", "scan, fixedPoint or stopGradient?"),
  batched: refused("map", "scan over the examples?"),
};

function emitWhile(emitter: Emitter, names: readonly string[], node: Tensor): string {
  const { region: own, limit } = node.attributes as unknown as { region: () => Region; limit: number };
  const region = own();
  const states = region.inputs.length;
  const counters = [input("", [], "i64"), input("", [], "bool")];
  const body = bodyOf(
    emitter,
    { ...region, inputs: [...counters, ...region.inputs] },
    region.outputs,
    node.inputs.slice(1 + states),
    names.slice(1 + states),
  );
  const most = limit < 0 ? "" : emitter.constant(limit, [], "i64");
  return emitter.nodes("Loop", [most, ...names.slice(0, 1 + states)], states, { body }).join(" ");
}
