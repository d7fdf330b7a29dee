import { addDims, type Dim, divDims, mulDims, printShape } from "../../dim.js";
import {
  add,
  arange,
  cast,
  concat,
  div,
  equal,
  exp,
  expand,
  extent,
  less,
  lessEqual,
  logicalAnd,
  matmul,
  max,
  mul,
  pad,
  reshape,
  slice,
  softmax,
  stack,
  sub,
  take,
  tanh,
  transpose,
  where,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { filledWith, lengthOf } from "../axes.js";
import { type ElementType, elementType, heldIn } from "../elementType.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo } from "../narrowing.js";

/** Attention of queries to keys, and what turns their positions. */
export const attention = importer("attention", {
  Attention: (node) => attended(node),
  LinearAttention: (node) => linear(node),
  "ai.onnx.preview.FlexAttention": (node) => flexible(node),
  RotaryEmbedding: (node) => rotated(node),
});

/** [batch, length, heads · size] → [batch, heads, length, size] */
export function heads(node: OnnxNode, x: Tensor, count: number): Tensor {
  const size = divDims(x.shape[2]!, count) ?? node.fail(`an axis of ${count} heads`, printShape(x.shape));
  return transpose(reshape(x, [x.shape[0]!, x.shape[1]!, count, size]), [0, 2, 1, 3]);
}
const joined = (x: Tensor): Tensor => {
  const [batch, count, length, size] = x.shape as [Dim, Dim, Dim, Dim];
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, length, mulDims(count, size)]);
};

/** Each head of keys as often as queries share it. */
function shared(node: OnnxNode, x: Tensor, count: Dim): Tensor {
  const times =
    divDims(count, x.shape[1]!) ?? node.fail(`heads that ${printShape([x.shape[1]!])} divides`, String(count));
  if (times === 1) return x;
  const [batch, own, length, size] = x.shape as [Dim, Dim, Dim, Dim];
  return reshape(expand(reshape(x, [batch, own, 1, length, size]), [batch, own, times, length, size]), [
    batch,
    count,
    length,
    size,
  ]);
}

/** Results: the value, keys and values with those of the past, and scores at the stage asked for. */
function attended(node: OnnxNode): readonly Tensor[] {
  const flat = node.x(0).shape.length === 3;
  const split = (i: number, name: string) => (flat ? heads(node, node.x(i), node.int(name)) : node.x(i));
  const query = split(0, "q_num_heads");
  const own = [split(1, "kv_num_heads"), split(2, "kv_num_heads")];
  const past = [node.maybe(4), node.maybe(5)];
  const [keys, values] = own.map((x, i) => (past[i] ? concat([past[i], x], 2) : x)) as [Tensor, Tensor];
  const size = lengthOf(node, query, 3);
  const scale = Math.sqrt(node.float("scale", 1 / Math.sqrt(size)));
  const count = query.shape[1]!;
  const raw = matmul(mul(query, scale), transpose(mul(shared(node, keys, count), scale), [0, 1, 3, 2]));
  const cap = node.float("softcap", 0);
  const capped = cap > 0 ? mul(tanh(div(raw, cap)), cap) : raw;
  const { bias, open } = masked(node, query, keys, past[0]);
  const scores = bias ? add(capped, bias) : capped;
  const hidden = open ? where(open, scores, Number.NEGATIVE_INFINITY) : scores;
  const weights = bias || open ? guarded(hidden) : softmax(hidden, -1);
  const y = matmul(weights, shared(node, values, count));
  const stages = [raw, capped, hidden, weights];
  return [
    flat ? joined(y) : y,
    keys,
    values,
    stages[node.int("qk_matmul_output_mode", 0)] ?? node.fail("a mode 0 … 3", "another"),
  ];
}

/** Softmax over keys; a query that may see none gets zeros. */
function guarded(scores: Tensor): Tensor {
  const top = max(scores, { axes: [-1], keepDims: true });
  const none = equal(top, Number.NEGATIVE_INFINITY);
  return where(none, 0, softmax(where(none, 0, scores), -1));
}

interface Mask {
  readonly bias: Tensor | undefined;
  /** Which keys each query may see. */
  readonly open: Tensor | undefined;
}

function masked(node: OnnxNode, query: Tensor, keys: Tensor, past: Tensor | undefined): Mask {
  const [queries, length] = [query.shape[2]!, keys.shape[2]!];
  const valid = node.inputs[6] ? reshape(castTo(node.x(6), "i64"), [-1, 1, 1, 1]) : undefined;
  const given = node.inputs[3] && filledMask(node.x(3), length);
  const column = reshape(arange(length), [1, length]);
  const own = reshape(arange(queries), [queries, 1]);
  // Queries come after what is in the cache.
  const place = past ? add(own, sizeOperand(past, 2)) : valid ? add(own, sub(valid, sizeOperand(query, 2))) : own;
  const [left, right] = [node.int("left_window_size", -1), node.int("right_window_size", -1)];
  const allowed = [
    node.int("is_causal", 0) === 1 ? lessEqual(column, place) : undefined,
    left >= 0 ? lessEqual(sub(place, column), left) : undefined,
    right >= 0 ? lessEqual(sub(column, place), right) : undefined,
    valid && less(column, valid),
    given?.dtype === "bool" ? given : undefined,
  ].filter((each) => each !== undefined);
  return {
    bias: given && given.dtype !== "bool" ? given : undefined,
    open: allowed.length > 0 ? allowed.reduce((a, b) => logicalAnd(a, b)) : undefined,
  };
}

/** Keys beyond the mask's end are not seen. */
function filledMask(mask: Tensor, length: Dim): Tensor {
  const own = mask.shape.at(-1)!;
  if (own === length || own === 1) return mask;
  const missing = addDims(length, mulDims(-1, own));
  const widths = mask.shape.map((_, i) => [0, i === mask.shape.length - 1 ? missing : 0] as const);
  if (mask.dtype !== "bool") return pad(mask, widths, Number.NEGATIVE_INFINITY);
  return cast(pad(cast(mask, "i32"), widths), "bool");
}

/** The length of an axis as an operand. */
const sizeOperand = (x: Tensor, axis: number): Tensor | number => {
  const length = x.shape[axis]!;
  return typeof length === "number" ? length : castTo(extent(x, [axis]), "i64");
};

/** Pairs of features turned by angles of their positions: halves, or neighbours. */
function rotated(node: OnnxNode): Tensor {
  const flat = node.x(0).shape.length === 3;
  const x = flat ? heads(node, node.x(0), node.int("num_heads")) : node.x(0); // [batch, heads, length, size]
  const size = lengthOf(node, x, 3);
  const turned = node.int("rotary_embedding_dim", 0) || size;
  const angle = (i: number) => {
    const table = node.inputs[3] ? take(node.x(i), node.x(3)) : node.x(i);
    return reshape(table, [table.shape[0]!, 1, table.shape[1]!, table.shape[2]!]);
  };
  const [cos, sin] = [angle(1), angle(2)];
  const near = node.int("interleaved", 0) === 1;
  const half = turned / 2;
  const pairs = reshape(slice(x, 3, 0, turned), [...x.shape.slice(0, 3), ...(near ? [half, 2] : [2, half])]);
  const axis = near ? 4 : 3;
  const [a, b] = [0, 1].map((i) => reshape(slice(pairs, axis, i, i + 1), [...x.shape.slice(0, 3), half])) as [
    Tensor,
    Tensor,
  ];
  const both = [sub(mul(cos, a), mul(sin, b)), add(mul(sin, a), mul(cos, b))];
  const first = reshape(stack(both, axis), [...x.shape.slice(0, 3), turned]);
  const y = turned === size ? first : concat([first, slice(x, 3, turned, size)], 3);
  return flat ? joined(y) : y;
}

/** A state [batch, heads, key, value] that decays, is corrected, written and read once a time, unrolled. */
function linear(node: OnnxNode): readonly Tensor[] {
  const [readers, writers] = [node.int("q_num_heads"), node.int("kv_num_heads")];
  const [query, key, value] = [
    heads(node, node.x(0), readers),
    heads(node, node.x(1), writers),
    heads(node, node.x(2), writers),
  ];
  const [batch, time, size] = [key.shape[0]!, lengthOf(node, key, 2), lengthOf(node, key, 3)];
  const perHead = (i: number) =>
    node.inputs[i] ? heads(node, node.x(i), node.x(i).shape[2] === 1 ? 1 : writers) : undefined;
  const [decay, beta] = [perHead(4), perHead(5)];
  const scale = node.float("scale", 0) || 1 / Math.sqrt(size);
  const at = (x: Tensor, i: number) => slice(x, 2, i, i + 1); // [batch, heads, 1, size]
  const column = (x: Tensor) => transpose(x, [0, 1, 3, 2]);
  let state = node.maybe(3) ?? filledWith(0, [batch, writers, size, value.shape[3]!], key.dtype);
  const out = Array.from({ length: time }, (_, i) => {
    const k = at(key, i);
    if (decay) state = mul(state, column(exp(at(decay, i))));
    const v = beta ? mul(at(beta, i), sub(at(value, i), matmul(k, state))) : at(value, i);
    state = add(state, matmul(column(k), v));
    return mul(matmul(at(query, i), shared(node, state, readers)), scale);
  });
  return [joined(concat(out, 2)), state];
}

/** Attention whose scores and probabilities subgraphs may change, in the precision of the softmax. */
function flexible(node: OnnxNode): Held {
  const [query, keys, values] = [node.x(0), node.x(1), node.x(2)];
  const [type, count] = [node.type(0), query.shape[1]!];
  const own: ElementType = type === "f64" ? "f64" : "f32";
  const precision = node.has("softmax_precision")
    ? elementType(node.int("softmax_precision"), "onnx: FlexAttention")
    : own;
  const changed = (name: string, x: Tensor) => (node.has(name) ? node.run(name, [held(x, precision)])[0]!.x : x);
  const scale = node.float("scale", 1 / Math.sqrt(lengthOf(node, query, 3)));
  const product = matmul(mul(query, scale), transpose(shared(node, keys, count), [0, 1, 3, 2]));
  const scores = changed("score_mod", castTo(product, heldIn(precision)));
  const weights = changed("prob_mod", softmax(scores, -1));
  return held(castTo(matmul(weights, castTo(shared(node, values, count), weights.dtype)), values.dtype), node.type(2));
}
