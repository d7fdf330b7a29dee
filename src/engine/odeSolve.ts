import { InputError } from "../error.js";
import { batchedGraph } from "./batchedGraph.js";
import { spread } from "./batching.js";
import { filled } from "./grad.js";
import { add } from "./ops/add.js";
import { arange } from "./ops/arange.js";
import { div } from "./ops/div.js";
import { mul } from "./ops/mul.js";
import { neg } from "./ops/neg.js";
import { sub } from "./ops/sub.js";
import { sum } from "./ops/sum.js";
import { inlined, type Region, regionOf, regionVjp } from "./region.js";
import { type Mapped, type ResultsRule, resultOf, withResults } from "./results.js";
import { scan } from "./scan.js";
import { constant, isFloat, type Operand, type Tensor } from "./tensor.js";
import type { Tree } from "./trace.js";
import { rebuilt, sameTypes, tensorsOf } from "./trees.js";

export interface OdeOptions {
  /** Where the time starts; 0 by default. */
  readonly from?: Operand;
  /** Where it ends, before or after; 1 by default. */
  readonly to?: Operand;
  /** Steps of equal length; 20 by default. */
  readonly steps?: number;
  /** Order 4 (four evaluations a step), or 5 (six); "rk4" by default. */
  readonly method?: "rk4" | "dormandPrince";
}
export interface SolveOptions extends OdeOptions {
  /**
   * "steps": that of the steps taken, exact for them; the state before each step is kept. "adjoint": that of the equation,
   * by solving it and its adjoint backwards with as many steps: no state is kept, and the error is that of the method.
   */
  readonly derivative?: "steps" | "adjoint";
}

/**
 * The state at the end of dy/dt = field(y, t), by a Runge–Kutta method of fixed steps. Derivatives flow to the start, the
 * times, and whatever the field uses from around it.
 * @param field (state, time []) ↦ its rate of change, of the state's structure
 * @param start a tensor of floats, or a record or list of them
 * @throws InputError on an option that does not fit; ShapeError if the field's types are not the state's
 * @source Dormand & Prince 1980, "A family of embedded Runge–Kutta formulae", RK5(4)7M; adjoint: Chen et al. 2018,
 * arXiv:1806.07366, algorithm 1
 * @example odeSolve((y) => neg(y), y0, { to: 2, steps: 40, method: "dormandPrince" }) // y0 · exp(−2)
 */
export function odeSolve<State extends Tree>(
  field: (state: State, time: Tensor) => State,
  start: State,
  { derivative = "steps", ...options }: SolveOptions = {},
): State {
  const problem = problemOf("odeSolve", field, start, options);
  if (derivative !== "steps" && derivative !== "adjoint") {
    throw new InputError("odeSolve", { expected: 'derivative "steps" or "adjoint"', got: `"${derivative}"` });
  }
  return rebuilt(start, derivative === "adjoint" ? withAdjoint(problem) : integrated(problem).last);
}

/**
 * The states after each step, [steps, …]; otherwise as `odeSolve`.
 * @throws InputError, ShapeError as odeSolve
 */
export function odePath<State extends Tree>(
  field: (state: State, time: Tensor) => State,
  start: State,
  options: OdeOptions = {},
): State {
  return rebuilt(start, integrated(problemOf("odePath", field, start, options)).path);
}

type Field = (state: readonly Tensor[], time: Tensor) => readonly Tensor[];
interface Problem {
  readonly field: Field;
  readonly start: readonly Tensor[];
  readonly from: Tensor;
  readonly to: Tensor;
  readonly steps: number;
  readonly method: "rk4" | "dormandPrince";
}

function problemOf<State extends Tree>(
  where: string,
  field: (state: State, time: Tensor) => State,
  start: State,
  { from = 0, to = 1, steps = 20, method = "rk4" }: OdeOptions,
): Problem {
  const flat = tensorsOf(start);
  const dtype = flat[0]?.dtype;
  if (!flat.every(isFloat) || dtype === undefined || flat.some((x) => x.dtype !== dtype)) {
    throw new InputError(where, {
      expected: "a state of floats of one data type",
      got: flat.map((x) => x.dtype).join(", ") || "none",
    });
  }
  if (!Number.isInteger(steps) || steps < 1) throw new InputError(where, { expected: "steps ≥ 1", got: `${steps}` });
  if (!Object.hasOwn(tableaus, method)) {
    throw new InputError(where, { expected: `method ${Object.keys(tableaus).join(" or ")}`, got: `"${method}"` });
  }
  const time = (at: Operand) => (typeof at === "number" ? constant(at, [], dtype) : at);
  const flatField: Field = (state, t) => sameTypes(where, start, field(rebuilt(start, state), t));
  return { field: flatField, start: flat, from: time(from), to: time(to), steps, method };
}

interface Tableau {
  /** For each stage after the first, the weights of the stages before it; their sum is its place in the step. */
  readonly stages: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

// biome-ignore format: tables
export const tableaus: Readonly<Record<Problem["method"], Tableau>> = {
  rk4: { stages: [[1 / 2], [0, 1 / 2], [0, 0, 1]], weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6] },
  dormandPrince: {
    stages: [
      [1 / 5],
      [3 / 40, 9 / 40],
      [44 / 45, -56 / 15, 32 / 9],
      [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
      [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    ],
    weights: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  },
};

function integrated({ field, start, from, to, steps, method }: Problem): {
  last: readonly Tensor[];
  path: readonly Tensor[];
} {
  const length = div(sub(to, from), steps);
  const { stages, weights } = tableaus[method];
  const step = (state: readonly Tensor[], i: Tensor): readonly [readonly Tensor[], readonly Tensor[]] => {
    const time = add(from, mul(length, i));
    const rates = [field(state, time)];
    for (const row of stages) {
      const at = row.reduce((a, b) => a + b, 0);
      rates.push(field(moved(state, length, row, rates), add(time, mul(length, at))));
    }
    const next = moved(state, length, weights, rates);
    return [next, next];
  };
  const [last, path] = scan(step, start, arange(steps, from.dtype));
  return { last, path };
}

/** state + length · Σ weights · rates */
function moved(
  state: readonly Tensor[],
  length: Tensor,
  weights: readonly number[],
  rates: readonly (readonly Tensor[])[],
): readonly Tensor[] {
  return state.map((x, k) => {
    const parts = weights.flatMap((weight, i) => (weight === 0 ? [] : [mul(rates[i]![k]!, weight)]));
    return add(
      x,
      mul(
        length,
        parts.reduce((a, b) => add(a, b)),
      ),
    );
  });
}

interface Solved {
  /** (state, time) → rates. */
  readonly region: () => Region;
  readonly steps: number;
  readonly method: Problem["method"];
}

/** A node with the inputs [end, start, from, to, captures of the field], which passes the end on. */
function withAdjoint(problem: Problem): Tensor[] {
  const { field, start, from, to, steps, method } = problem;
  const { region, captures } = regionOf([...start, from], (inputs) => field(inputs.slice(0, -1), inputs.at(-1)!));
  return solvedNode({ region: () => region, steps, method }, integrated(problem).last, [
    ...start,
    from,
    to,
    ...captures,
  ]);
}

const solvedNode = (attributes: Solved, end: readonly Tensor[], others: readonly Tensor[]): Tensor[] =>
  withResults(rule, [...end, ...others], { ...attributes }, end);

function partsOf<T>(node: Tensor, inputs: readonly T[]) {
  const { region, steps, method } = node.attributes as unknown as Solved;
  const n = region().inputs.length - 1;
  const [end, start] = [inputs.slice(0, n), inputs.slice(n, 2 * n)];
  const [from, to, ...captures] = inputs.slice(2 * n);
  return { region: region(), steps, method, n, end, start, from: from!, to: to!, captures };
}

const rule: ResultsRule = {
  name: "odeSolve",
  emit: (_, names, node) => names.slice(0, partsOf(node, names).n).join(" "),
  resultsVjp: (node, cotangents) => {
    const { region, n, start, from, to, captures, ...how } = partsOf(node, node.inputs);
    const end = region.inputs.slice(0, n).map((x, i) => resultOf(node, i, x));
    const g = end.map((x, i) => cotangents[i] ?? filled(0, x));
    const places = captures.flatMap((x, i) => (isFloat(x) ? [i] : []));
    // d/dt of [y, a, gradients by captures] is [f, −aᵀ ∂f/∂y, −aᵀ ∂f/∂capture].
    const field: Field = (all, time) => {
      const [y, a] = [all.slice(0, n), all.slice(n, 2 * n)];
      const { inputs, captured } = regionVjp(region, [...y, time], captures, (i) => a[i]);
      const back = [...inputs.slice(0, n), ...places.map((i) => captured[i])];
      return [...inlined(region, [...y, time], captures), ...back.map((each) => neg(each!))];
    };
    const whole = [...end, ...g, ...places.map((i) => filled(0, captures[i]!))];
    const found = withAdjoint({ field, start: whole, from: to, to: from, steps: how.steps, method: how.method });
    const adjoint = found.slice(n, 2 * n);
    const along = (a: readonly Tensor[], y: readonly Tensor[], time: Tensor) =>
      inlined(region, [...y, time], captures)
        .map((rate, i) => sum(mul(rate, a[i]!)))
        .reduce((x, z) => add(x, z));
    const out = [...end.map(() => undefined), ...adjoint, neg(along(adjoint, start, from)), along(g, end, to)];
    return [...out, ...captures.map((x, i) => (isFloat(x) ? found[2 * n + places.indexOf(i)] : undefined))];
  },
  batched: (node, inputs, size) => {
    const { region, n, end, start, from, to, captures, steps, method } = partsOf(node, inputs);
    if (from.isMapped || to.isMapped) {
      throw new InputError("vmap", {
        expected: "times that are the same for all examples, for an adjoint",
        got: "mapped ones",
      });
    }
    const all = (each: readonly Mapped[]) => each.map((x) => spread(x, size));
    const own = regionOf([...all(start), from.x], (given) => {
      const sources = new Map<Tensor, Mapped>(region.captured.map((x, i) => [x, captures[i]!]));
      region.inputs.forEach((x, i) => {
        sources.set(x, { x: given[i]!, isMapped: i < n });
      });
      return batchedGraph(region.outputs, sources, size);
    });
    return solvedNode({ region: () => own.region, steps, method }, all(end), [
      ...all(start),
      from.x,
      to.x,
      ...own.captures,
    ]);
  },
};
