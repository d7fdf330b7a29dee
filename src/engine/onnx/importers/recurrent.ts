import {
  add,
  clip,
  elu,
  greater,
  hardSigmoid,
  leakyRelu,
  less,
  matmul,
  mul,
  relu,
  reshape,
  sigmoid,
  slice,
  softplus,
  softsign,
  stack,
  sub,
  tanh,
  transpose,
  where,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { filledWith, lengthOf } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo } from "../narrowing.js";

type Function = (x: Tensor) => Tensor;
type State = readonly Tensor[];
interface Cell {
  readonly gates: number;
  readonly states: number;
  readonly activations: readonly string[];
  /** From the weighted input [batch, gates · hidden] of one time to the next state, its first part the output. */
  readonly step: (input: Tensor, state: State, weights: Weights, act: readonly Function[]) => State;
}
interface Weights {
  /** [hidden, gates · hidden] */
  readonly recurrent: Tensor;
  /** [gates · hidden] of the recurrence, where it is not yet in the input. */
  readonly bias: Tensor | undefined;
  readonly peephole: Tensor | undefined;
  readonly hidden: number;
  readonly node: OnnxNode;
}

/** Recurrent layers over a sequence of known length, unrolled. */
export const recurrent = importer("recurrent", {
  GRU: (node) => layer(node, gru),
  LSTM: (node) => layer(node, lstm),
  RNN: (node) => layer(node, simple),
});

const part = (x: Tensor, i: number, { hidden }: Weights): Tensor => slice(x, -1, i * hidden, (i + 1) * hidden);
const plus = (x: Tensor, y: Tensor | undefined): Tensor => (y ? add(x, y) : x);

const simple: Cell = {
  gates: 1,
  states: 1,
  activations: ["Tanh"],
  step: (x, [h], weights, [f]) => [f!(plus(add(x, matmul(h!, weights.recurrent)), weights.bias))],
};

/** Gates z, r, h; with linear_before_reset the reset gate multiplies after the matrix. */
const gru: Cell = {
  gates: 3,
  states: 1,
  activations: ["Sigmoid", "Tanh"],
  step: (x, [h], weights, [f, g]) => {
    const { recurrent, bias, node } = weights;
    const [rz, rr, rh] = [0, 1, 2].map((i) => part(recurrent, i, weights));
    const [bz, br, bh] = [0, 1, 2].map((i) => bias && part(bias, i, weights));
    const gate = (i: number, r: Tensor, b: Tensor | undefined) => f!(plus(add(part(x, i, weights), matmul(h!, r)), b));
    const [z, r] = [gate(0, rz!, bz), gate(1, rr!, br)];
    const linear = node.int("linear_before_reset", 0) === 1;
    const from = linear ? mul(r, plus(matmul(h!, rh!), bh)) : plus(matmul(mul(r, h!), rh!), bh);
    const candidate = g!(add(part(x, 2, weights), from));
    return [add(mul(sub(1, z), candidate), mul(z, h!))];
  },
};

/** Gates i, o, f, c, with peepholes from the cell. */
const lstm: Cell = {
  gates: 4,
  states: 2,
  activations: ["Sigmoid", "Tanh", "Tanh"],
  step: (x, [h, c], weights, [f, g, k]) => {
    const all = plus(add(x, matmul(h!, weights.recurrent)), weights.bias);
    const [pi, po, pf] = [0, 1, 2].map((i) => weights.peephole && part(weights.peephole, i, weights));
    const seen = (i: number, p: Tensor | undefined, cell: Tensor) => plus(part(all, i, weights), p && mul(p, cell));
    const input = f!(seen(0, pi, c!));
    const forget = weights.node.int("input_forget", 0) === 1 ? sub(1, input) : f!(seen(2, pf, c!));
    const cell = add(mul(forget, c!), mul(input, g!(part(all, 3, weights))));
    return [mul(f!(seen(1, po, cell)), k!(cell)), cell];
  },
};

/** x [time, batch, size], weights [directions, ..]; results [time, directions, batch, hidden] and the last states. */
function layer(node: OnnxNode, cell: Cell): readonly Tensor[] {
  const batchFirst = node.int("layout", 0) === 1;
  const x = batchFirst ? transpose(node.x(0), [1, 0, 2]) : node.x(0);
  const direction = node.text("direction", "forward");
  const count = direction === "bidirectional" ? 2 : 1;
  const runs = Array.from({ length: count }, (_, d) => run(node, cell, x, d, direction === "reverse" || d === 1));
  const y = stack(
    runs.map((each) => each.y),
    1,
  );
  const last = Array.from({ length: cell.states }, (_, i) =>
    stack(
      runs.map((each) => each.last[i]!),
      0,
    ),
  );
  if (!batchFirst) return [y, ...last];
  return [transpose(y, [2, 0, 1, 3]), ...last.map((each) => transpose(each, [1, 0, 2]))];
}

function run(node: OnnxNode, cell: Cell, x: Tensor, d: number, backwards: boolean): { y: Tensor; last: State } {
  const [time, batch] = [lengthOf(node, x, 0), x.shape[1]!];
  const of = (i: number) => (node.inputs[i] ? squeezed(node.x(i), d) : undefined);
  const recurrent = transpose(of(2) ?? node.fail("recurrent weights", "none"));
  const hidden = lengthOf(node, recurrent, 0);
  const bias = of(3);
  const size = cell.gates * hidden;
  const weights = { recurrent, hidden, node, bias: bias && slice(bias, 0, size, 2 * size), peephole: of(7) };
  const input = plus(matmul(x, transpose(of(1)!)), bias && slice(bias, 0, 0, size)); // every time at once
  const lengths = node.maybe(4);
  const batchFirst = node.int("layout", 0) === 1;
  let state: State = Array.from({ length: cell.states }, (_, i) => {
    const given = node.maybe(5 + i);
    const start = given && (batchFirst ? transpose(given, [1, 0, 2]) : given);
    return start ? squeezed(start, d) : filledWith(0, [batch, hidden], x.dtype);
  });
  const act = activations(node, cell, d);
  const outputs: Tensor[] = new Array(time);
  for (let i = 0; i < time; i++) {
    const at = backwards ? time - 1 - i : i;
    const next = cell.step(squeezed(input, at), state, weights, act);
    // Beyond a sequence's own length nothing changes, and the output is 0.
    const within = lengths && reshape(less(castTo(filledWith(at, [1], "i64"), lengths.dtype), lengths), [-1, 1]);
    const old = state;
    state = next.map((each, k) => (within ? where(within, each, old[k]!) : each));
    outputs[at] = within ? where(within, next[0]!, 0) : next[0]!;
  }
  return { y: stack(outputs, 0), last: state };
}

const squeezed = (x: Tensor, i: number): Tensor => reshape(slice(x, 0, i, i + 1), x.shape.slice(1));

const functions: Readonly<Record<string, (alpha: number | undefined, beta: number | undefined) => Function>> = {
  affine:
    (a = 1, b = 0) =>
    (x) =>
      add(mul(x, a), b),
  elu:
    (a = 1) =>
    (x) =>
      elu(x, a),
  hardsigmoid:
    (a = 0.2, b = 0.5) =>
    (x) =>
      hardSigmoid(x, a, b),
  leakyrelu:
    (a = 0.01) =>
    (x) =>
      leakyRelu(x, a),
  relu: () => relu,
  scaledtanh:
    (a = 1, b = 1) =>
    (x) =>
      mul(tanh(mul(x, b)), a),
  sigmoid: () => sigmoid,
  softplus: () => softplus,
  softsign: () => softsign,
  tanh: () => tanh,
  thresholdedrelu:
    (a = 1) =>
    (x) =>
      where(greater(x, a), x, 0),
};
/** How many parameters a function takes from the lists of alphas and betas. */
const takesAlpha = new Set(["affine", "elu", "hardsigmoid", "leakyrelu", "scaledtanh", "thresholdedrelu"]);
const takesBeta = new Set(["affine", "hardsigmoid", "scaledtanh"]);

function activations(node: OnnxNode, cell: Cell, d: number): Function[] {
  const count = cell.activations.length;
  const names = node.has("activations") ? node.texts("activations") : [...cell.activations, ...cell.activations];
  const [alphas, betas] = [[...node.floats("activation_alpha", [])], [...node.floats("activation_beta", [])]];
  const limit = node.float("clip", 0);
  return names
    .map((name) => {
      const id = name.toLowerCase();
      const make = Object.hasOwn(functions, id) ? functions[id]! : node.fail("a known activation", name);
      const f = make(takesAlpha.has(id) ? alphas.shift() : undefined, takesBeta.has(id) ? betas.shift() : undefined);
      return limit > 0 ? (x: Tensor) => f(clip(x, -limit, limit)) : f;
    })
    .slice(d * count, (d + 1) * count);
}
