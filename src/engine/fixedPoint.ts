import { InputError } from "../error.js";
import { batchedGraph } from "./batchedGraph.js";
import { spread } from "./batching.js";
import { filled } from "./grad.js";
import { abs } from "./ops/abs.js";
import { add } from "./ops/add.js";
import { greater } from "./ops/greater.js";
import { max } from "./ops/max.js";
import { maximum } from "./ops/maximum.js";
import { sub } from "./ops/sub.js";
import { type Region, regionOf, regionVjp } from "./region.js";
import { type Mapped, type ResultsRule, resultOf, withResults } from "./results.js";
import { scan } from "./scan.js";
import { constant, isFloat, type Tensor } from "./tensor.js";
import type { Tree } from "./trace.js";
import { rebuilt, sameTypes, tensorsOf } from "./trees.js";
import { whileLoop } from "./whileLoop.js";

export interface FixedPointOptions {
  /** How many steps, or at most how many where there is a tolerance; 100 by default. */
  readonly steps?: number;
  /** Ends when no entry changes by more; by default all steps are taken. */
  readonly tolerance?: number;
}

/**
 * The point x = step(x) that repeated steps converge to, with the derivative of the point instead of that of the steps:
 * by the implicit function theorem the cotangent g becomes u = g + (∂step/∂x)ᵀ u, itself a fixed point of the same
 * iteration, so that derivatives of any order take no memory of steps. They flow to whatever the step uses from around
 * it; that by the start is 0.
 * @param step from a state to the next, of floats; ‖∂step/∂x‖ < 1 near the point
 * @param start a tensor, or a record or list of them
 * @throws ShapeError if a step changes the state's structure or types; InputError if it is not of floats
 * @source Bai et al. 2019, arXiv:1909.01377, theorem 1
 * @example fixedPoint((x) => tanh(add(matmul(x, w), b)), zeros, { tolerance: 1e-6 })
 */
export function fixedPoint<State extends Tree>(
  step: (state: State) => State,
  start: State,
  { steps = 100, tolerance }: FixedPointOptions = {},
): State {
  const flat = (state: readonly Tensor[]) => sameTypes("fixedPoint", start, step(rebuilt(start, state)));
  const first = tensorsOf(start);
  const other = first.find((x) => !isFloat(x));
  if (other || first.length === 0 || !Number.isInteger(steps) || steps < 1) {
    throw new InputError("fixedPoint", {
      expected: "a state of floats, steps ≥ 1",
      got: `${other?.dtype ?? `${first.length} tensors`}, ${steps} steps`,
    });
  }
  return rebuilt(start, solved(flat, first, { steps, ...(tolerance !== undefined && { tolerance }) }));
}

type FlatStep = (state: readonly Tensor[]) => readonly Tensor[];
type Options = Pick<FixedPointOptions, "tolerance"> & { readonly steps: number };

/** A node with the inputs [point, captures of the step], which passes the point on. */
function solved(step: FlatStep, start: readonly Tensor[], options: Options): Tensor[] {
  const { region, captures } = regionOf(start, step);
  return implicit(region, iterated(step, start, options), captures, options);
}

const implicit = (region: Region, point: readonly Tensor[], captures: readonly Tensor[], options: Options): Tensor[] =>
  withResults(rule, [...point, ...captures], { region: () => region, ...options }, point);

function iterated(step: FlatStep, start: readonly Tensor[], { steps, tolerance }: Options): readonly Tensor[] {
  if (tolerance === undefined) {
    return scan((state: readonly Tensor[], _: Tensor) => [step(state), []], start, undefined, { length: steps })[0];
  }
  const [x] = start;
  const state = { x: start, change: constant(Number.POSITIVE_INFINITY, [], x!.dtype) };
  const next = (before: typeof state) => {
    const after = step(before.x);
    const changes = after.map((each, i) => max(abs(sub(each, before.x[i]!))));
    return { x: after, change: changes.reduce((a, b) => maximum(a, b)) };
  };
  return whileLoop(({ change }) => greater(change, tolerance), next, state, { limit: steps }).x;
}

function partsOf(node: Tensor): { region: Region; options: Options; states: number } {
  const { region, ...options } = node.attributes as unknown as Options & { region: () => Region };
  return { region: region(), options, states: region().inputs.length };
}

const rule: ResultsRule = {
  name: "fixedPoint",
  emit: (_, names, node) => names.slice(0, partsOf(node).states).join(" "),
  resultsVjp: (node, cotangents) => {
    const { region, options, states } = partsOf(node);
    const captures = node.inputs.slice(states);
    const point = region.inputs.map((x, i) => resultOf(node, i, x));
    const g = point.map((x, i) => cotangents[i] ?? filled(0, x));
    const transposed = (u: readonly Tensor[]) => regionVjp(region, point, captures, (i) => u[i]);
    const u = solved((each) => transposed(each).inputs.map((back, i) => add(back!, g[i]!)), g, options);
    return [...point.map(() => undefined), ...transposed(u).captured];
  },
  batched: (node, inputs, size) => {
    const { region, options, states } = partsOf(node);
    const point = inputs.slice(0, states).map((x) => spread(x, size));
    const own = regionOf(point, (state) => {
      const sources = new Map<Tensor, Mapped>(region.captured.map((x, i) => [x, inputs[states + i]!]));
      region.inputs.forEach((x, i) => {
        sources.set(x, { x: state[i]!, isMapped: true });
      });
      return batchedGraph(region.outputs, sources, size);
    });
    return implicit(own.region, point, own.captures, options);
  },
};
