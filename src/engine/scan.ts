// Loops over a leading axis with a state: unrolled where short, ONNX's Scan where long, differentiable in reverse.
import { ShapeError } from "../error.js";
import { batchedGraph } from "./batchedGraph.js";
import { spread } from "./batching.js";
import { type Dim, printShape } from "./dim.js";
import { filled } from "./grad.js";
import { topological } from "./graph.js";
import type { Emitter } from "./onnx/emit.js";
import { add } from "./ops/add.js";
import { arange } from "./ops/arange.js";
import { keep } from "./ops/keep.js";
import { reshape } from "./ops/reshape.js";
import { slice } from "./ops/slice.js";
import { stack } from "./ops/stack.js";
import { transpose } from "./ops/transpose.js";
import { bodyOf, inlined, type Region, regionOf, regionVjp } from "./region.js";
import { type Mapped, type ResultsRule, resultOf, withResults } from "./results.js";
import { isFloat, type Tensor, type TensorType } from "./tensor.js";
import type { Tree } from "./trace.js";
import { rebuilt, sameTypes, tensorsOf } from "./trees.js";

export interface ScanOptions {
  /** From the last entry to the first; results stay at the places of their entries. */
  readonly reverse?: boolean;
  /** Steps up to this number become nodes of their own instead of a loop (faster where a step is small, but built slowly); 16 by default. */
  readonly unroll?: number;
  /** How many steps, where there are no entries. */
  readonly length?: Dim;
}

/**
 * A state carried over the entries of a leading axis: (state, entry) ↦ (state, result), for each entry in turn.
 * The derivative runs the loop backwards and recomputes each step: it keeps the states, and inside a step what goes through
 * `keep`.
 * @param step called once (or once a step, where unrolled); may use any tensors around it
 * @param start the first state: a tensor, or a record or list of them, whose types stay the same
 * @param entries a tensor [n, …] or a tree of them with the same n, which may be a name; `undefined` gives the numbers
 * 0 … length − 1 (i64 [])
 * @returns the last state, and the results of all steps, each [n, …]
 * @throws ShapeError if lengths differ, or a step changes the state's structure, shapes or data types
 * @example scan((h, x) => { const next = tanh(add(matmul(h, w), x)); return [next, next]; }, h0, xs)
 */
export function scan<State extends Tree, Entry extends Tree, Result extends Tree>(
  step: (state: State, entry: Entry) => readonly [State, Result],
  start: State,
  entries: Entry | undefined,
  { reverse = false, unroll = 16, length }: ScanOptions = {},
): [State, Result] {
  const all = entries ?? (arange(lengthFor(length)) as Tree as Entry);
  const [states, rows] = [tensorsOf(start), tensorsOf(all)];
  const n = lengthOf(rows, length);
  let results: Tree | undefined;
  const flat = (state: readonly Tensor[], entry: readonly Tensor[]) => {
    const [next, result] = step(rebuilt(start, state), rebuilt(all, entry));
    results = result;
    return { state: sameTypes("scan", start, next), results: tensorsOf(result) };
  };
  const found =
    typeof n === "number" && n <= unroll && n > 0
      ? unrolled(flat, states, rows, n, reverse)
      : looped(flat, states, rows, n, reverse);
  return [rebuilt(start, found.state), rebuilt(results as Result, found.results)];
}

interface Step {
  readonly state: readonly Tensor[];
  readonly results: readonly Tensor[];
}
type FlatStep = (state: readonly Tensor[], entry: readonly Tensor[]) => Step;

function unrolled(
  step: FlatStep,
  start: readonly Tensor[],
  rows: readonly Tensor[],
  n: number,
  reverse: boolean,
): Step {
  let state = start;
  const results: (readonly Tensor[])[] = [];
  for (let i = 0; i < n; i++) {
    const at = reverse ? n - 1 - i : i;
    const next = step(
      state,
      rows.map((x) => reshape(slice(x, 0, at, at + 1), x.shape.slice(1))),
    );
    state = next.state;
    results[at] = next.results;
  }
  return { state, results: results[0]!.map((_, k) => stack(results.map((each) => each[k]!))) };
}

interface Loop {
  /** (states, entries) → (states, results). A function, because attributes are compared by text or identity. */
  readonly region: () => Region;
  readonly states: number;
  readonly entries: number;
  /** How many of the region's last results are there for the derivative alone. */
  readonly kept: number;
  readonly reverse: boolean;
}

/** One node with the results [last states, results of all steps, states before each step]. */
function looped(
  step: FlatStep,
  start: readonly Tensor[],
  rows: readonly Tensor[],
  n: Dim,
  reverse: boolean,
): Step & { readonly before: readonly Tensor[] } {
  const states = start.length;
  const types = [...start, ...rows.map(({ shape, dtype }) => ({ shape: shape.slice(1), dtype }))];
  let kept = 0;
  const { region, captures } = regionOf(types, (inputs) => {
    const { state, results } = step(inputs.slice(0, states), inputs.slice(states));
    const outputs = [...state, ...results];
    const marked = topological(outputs).filter(({ rule }) => rule.name === keep.name);
    kept = marked.length;
    return [...outputs, ...marked];
  });
  const loop: Loop = { region: () => region, states, entries: rows.length, kept, reverse };
  const found = withResults(loopRule, [...start, ...rows, ...captures], { ...loop }, resultTypes(loop, n));
  const results = region.outputs.length - states;
  const first = states + results;
  return { state: found.slice(0, states), results: found.slice(states, first - kept), before: found.slice(first) };
}

function resultTypes({ region, states }: Loop, n: Dim): TensorType[] {
  const { inputs, outputs } = region();
  const each = ({ shape, dtype }: Tensor) => ({ shape: [n, ...shape], dtype });
  return [...inputs.slice(0, states), ...outputs.slice(states).map(each), ...inputs.slice(0, states).map(each)];
}

const loopOf = (node: Tensor): Loop => node.attributes as unknown as Loop;

const loopRule: ResultsRule = {
  name: "scan",
  emit: emitLoop,
  resultsVjp: backwards,
  batched: batchedLoop,
  joined: joinedLoops,
  bodies: (node) => [loopOf(node).region().outputs],
};

/**
 * Two loops over an entry that both have, as one: what both compute is computed once. A loop's derivative computes its steps
 * again, which is nothing new where the cotangents do not depend on the loop.
 */
function joinedLoops(one: Tensor, other: Tensor): [Tensor[], Tensor[]] | undefined {
  const [a, b] = [partsOf(one), partsOf(other)];
  const isFree = a.states.length === 0 || b.states.length === 0;
  if (!(a.reverse === b.reverse || isFree) || !b.rows.some((x) => a.rows.includes(x))) return undefined;
  const rows = [...new Set([...a.rows, ...b.rows])];
  const step: FlatStep = (state, entry) => {
    const results = ({ region, states, rows: own, captures }: typeof a, first: number) =>
      inlined(
        region,
        [...state.slice(first, first + states.length), ...own.map((x) => entry[rows.indexOf(x)]!)],
        captures,
      );
    const [ofA, ofB] = [results(a, 0), results(b, a.states.length)];
    return {
      state: [...ofA.slice(0, a.states.length), ...ofB.slice(0, b.states.length)],
      results: [...ofA.slice(a.states.length), ...ofB.slice(b.states.length)],
    };
  };
  const reverse = a.states.length === 0 ? b.reverse : a.reverse;
  const found = looped(step, [...a.states, ...b.states], rows, rows[0]!.shape[0]!, reverse);
  const middle = a.region.outputs.length - a.states.length;
  const ofA = [
    found.state.slice(0, a.states.length),
    found.results.slice(0, middle),
    found.before.slice(0, a.states.length),
  ];
  const ofB = [found.state.slice(a.states.length), found.results.slice(middle), found.before.slice(a.states.length)];
  return [ofA.flat(), ofB.flat()];
}

/** A loop's body and what it runs on. */
function partsOf(node: Tensor) {
  const { region, states, entries, reverse } = loopOf(node);
  return {
    region: region(),
    reverse,
    states: node.inputs.slice(0, states),
    rows: node.inputs.slice(states, states + entries),
    captures: node.inputs.slice(states + entries),
  };
}

/** All states get the leading axis; entries [size, n, …] have it second. */
function batchedLoop(node: Tensor, inputs: readonly Mapped[], size: Dim): readonly Tensor[] {
  const { region: own, states, entries, reverse } = loopOf(node);
  const region = own();
  const rows = inputs.slice(states, states + entries);
  const captures = inputs.slice(states + entries);
  const step: FlatStep = (state, entry) => {
    const sources = new Map<Tensor, Mapped>(region.captured.map((x, i) => [x, captures[i]!]));
    region.inputs.forEach((x, i) => {
      const isMapped = i < states || rows[i - states]!.isMapped;
      sources.set(x, { x: [...state, ...entry][i]!, isMapped });
    });
    const outputs = batchedGraph(region.outputs, sources, size);
    return { state: outputs.slice(0, states), results: outputs.slice(states) };
  };
  const found = looped(
    step,
    inputs.slice(0, states).map((x) => spread(x, size)),
    rows.map(({ x, isMapped }) => (isMapped ? exchanged(x) : x)),
    node.inputs[states]!.shape[0]!,
    reverse,
  );
  return [...found.state, ...found.results.map(exchanged), ...found.before.map(exchanged)];
}

/** The first two axes exchanged. */
const exchanged = (x: Tensor): Tensor => transpose(x, [1, 0, ...x.shape.slice(2).map((_, i) => i + 2)]);

/** The loop run backwards over the states that it went through: each step is recomputed and differentiated. */
function backwards(node: Tensor, cotangents: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
  const loop = loopOf(node);
  const { states, entries, kept } = loop;
  const { states: start, rows, captures } = partsOf(node);
  const n = rows[0]!.shape[0]!;
  const types = resultTypes(loop, n);
  const first = types.length - states; // of the states before each step
  const result = (i: number) => resultOf(node, i, types[i]!);
  const before = start.map((_, i) => result(first + i));
  const known = Array.from({ length: kept }, (_, i) => first - kept + i);
  const given = cotangents.flatMap((g, i) => (g && i >= states ? [i] : []));
  const [floatStates, floatCaptures] = [floatsOf(start), floatsOf(captures)];
  const sums = [
    ...floatStates.map((i) => cotangents[i] ?? filled(0, start[i]!)),
    ...floatCaptures.map((i) => filled(0, captures[i]!)),
  ];
  const backwardStep: FlatStep = (sums, entry) => {
    const inputs = [...entry.slice(entries, entries + states), ...entry.slice(0, entries)];
    const ofKept = new Map(known.map((i, k) => [loop.region().outputs[i]!, entry[entries + states + k]!]));
    const ofResults = new Map(given.map((i, k) => [i, entry[entries + states + kept + k]!]));
    const of = (i: number) => ofResults.get(i) ?? sums[floatStates.indexOf(i)];
    const found = regionVjp(loop.region(), inputs, captures, of, ofKept);
    const toState = (i: number) => {
      const direct = ofResults.get(first + i);
      return direct ? add(found.inputs[i]!, direct) : found.inputs[i]!;
    };
    return {
      state: [
        ...floatStates.map(toState),
        ...floatCaptures.map((i, k) => add(sums[floatStates.length + k]!, found.captured[i]!)),
      ],
      results: floatsOf(rows).map((i) => found.inputs[states + i]!),
    };
  };
  const backwardEntries = [...rows, ...before, ...known.map(result), ...given.map((i) => cotangents[i]!)];
  const found = looped(backwardStep, sums, backwardEntries, n, !loop.reverse);
  const out = new Array<Tensor | undefined>(node.inputs.length).fill(undefined);
  const places = [
    ...floatStates,
    ...floatCaptures.map((i) => states + entries + i),
    ...floatsOf(rows).map((i) => states + i),
  ];
  [...found.state, ...found.results].forEach((g, k) => {
    out[places[k]!] = g;
  });
  return out;
}

/** Where floats are in a list. */
const floatsOf = (tensors: readonly Tensor[]): number[] => tensors.flatMap((x, i) => (isFloat(x) ? [i] : []));

/** A Scan node of the results that are used, and of the states that these need. */
function emitLoop(emitter: Emitter, names: readonly string[], node: Tensor): string {
  const { region: own, states, entries, reverse } = loopOf(node);
  const region = own();
  const used = emitter.used(node);
  const results = region.outputs.length - states;
  const isBefore = (i: number) => i >= states + results;
  const stacked = [...used].filter((i) => i >= states).sort((a, b) => a - b);
  const output = (i: number) => (isBefore(i) ? region.inputs[i - states - results]! : region.outputs[i]!);
  const live = liveStates(
    region,
    states,
    [...used].map((i) => (i < states ? region.inputs[i]! : output(i))),
  );
  const outputs = [...live.map((i) => region.outputs[i]!), ...stacked.map(output)];
  const kept = { ...region, inputs: [...live.map((i) => region.inputs[i]!), ...region.inputs.slice(states)] };
  const captures = node.inputs.slice(states + entries);
  const body = bodyOf(emitter, kept, outputs, captures, names.slice(states + entries));
  const direction = (count: number) => new Array<number>(count).fill(Number(reverse));
  const found = emitter.nodes(
    "Scan",
    [...live.map((i) => names[i]!), ...names.slice(states, states + entries)],
    outputs.length,
    {
      body,
      num_scan_inputs: entries,
      scan_input_directions: direction(entries),
      ...(stacked.length > 0 && { scan_output_directions: direction(stacked.length) }),
    },
  );
  const all = new Array<string>(states + results + states).fill("-");
  [...live, ...stacked].forEach((i, k) => {
    all[i] = found[k]!;
  });
  return all.join(" ");
}

/** The states that the roots depend on, directly or through other states. */
function liveStates({ inputs, outputs }: Region, states: number, roots: readonly Tensor[]): number[] {
  const live = new Set<number>();
  let pending = [...roots];
  while (pending.length > 0) {
    const needed = new Set(topological(pending));
    const found = inputs.slice(0, states).flatMap((x, i) => (needed.has(x) && !live.has(i) ? [i] : []));
    for (const i of found) live.add(i);
    pending = found.map((i) => outputs[i]!);
  }
  return [...live].sort((a, b) => a - b);
}

function lengthFor(length: Dim | undefined): Dim {
  if (length !== undefined) return length;
  throw new ShapeError("scan", { expected: "entries or a length", got: "neither" });
}

/** The length that all entries have. @throws ShapeError */
function lengthOf(rows: readonly Tensor[], length: Dim | undefined): Dim {
  const n = rows[0]?.shape[0];
  if (n === undefined || rows.some((x) => x.shape[0] !== n) || (length ?? n) !== n) {
    throw new ShapeError("scan", {
      expected: `entries [${length ?? "n"}, ..] of one length`,
      got: rows.map((x) => printShape(x.shape)).join(", ") || "none",
    });
  }
  return n;
}
