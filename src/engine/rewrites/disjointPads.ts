import { type Dim, sameShape } from "../dim.js";
import { add } from "../ops/add.js";
import { concat } from "../ops/concat.js";
import { pad } from "../ops/pad.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

/** Two tensors padded with zeros to neighbouring places, among the terms of a sum: one concatenation (the derivative of slices). */
export const disjointPads = rewrite("disjointPads", {
  roots: ["add"],
  examples: [
    () =>
      add(
        pad(input(f32(2, 3)), [
          [0, 0],
          [0, 2],
        ]),
        pad(input(f32(2, 2)), [
          [0, 0],
          [3, 0],
        ]),
      ),
    () => add(pad(input(f32(2)), [[3, 1]]), pad(input(f32(3)), [[0, 3]])),
    () => add(pad(input(f32(1)), [[2, 1]]), add(pad(input(f32(2)), [[0, 2]]), pad(input(f32(1)), [[3, 0]]))),
  ],
  apply: ({ inputs: [x, y] }) => {
    const [a, b] = [onePad(x!), onePad(y!)];
    return (b && joined(x!, b, depth)) ?? (a && joined(y!, a, depth));
  },
});

/** So deep in a sum is searched for a neighbour. */
const depth = 32;

/** The sum with a pad as well, if that is the neighbour of one of its terms. */
function joined(sum: Tensor, piece: Pad, depth: number): Tensor | undefined {
  const own = onePad(sum);
  if (own) return concatenated(own, piece);
  if (sum.rule.name !== "add" || depth === 0) return undefined;
  const [x, y] = sum.inputs as [Tensor, Tensor];
  const left = joined(x, piece, depth - 1);
  if (left) return add(left, y);
  const right = joined(y, piece, depth - 1);
  return right && add(x, right);
}

function concatenated(a: Pad, b: Pad): Tensor | undefined {
  const [left, right] = a.before < b.before ? [a, b] : [b, a];
  const middle = left.before + (left.x.shape[a.axis] as number);
  if (a.axis !== b.axis || middle !== right.before || !sameShape(a.shape, b.shape)) return undefined;
  const both = concat([left.x, right.x], a.axis);
  return pad(
    both,
    a.shape.map((_, i) => (i === a.axis ? [left.before, right.after] : [0, 0])),
  );
}

interface Pad {
  readonly x: Tensor;
  readonly shape: Tensor["shape"];
  readonly axis: number;
  readonly before: number;
  readonly after: Dim;
}

/** A pad by zeros of a single axis, of known sizes. */
function onePad(x: Tensor): Pad | undefined {
  const { padding, value } = x.attributes as {
    padding: [Dim, Dim][];
    value: number;
  };
  if (x.rule.name !== "pad" || value !== 0) return undefined;
  const axes = padding.flatMap(([before, after], i) => (before === 0 && after === 0 ? [] : [i]));
  const [before, after] = padding[axes[0]!] ?? [];
  const inner = x.inputs[0]!;
  if (axes.length !== 1 || typeof before !== "number" || before < 0 || typeof after !== "number" || after < 0)
    return undefined;
  return typeof inner.shape[axes[0]!] === "number"
    ? { x: inner, shape: x.shape, axis: axes[0]!, before, after }
    : undefined;
}
