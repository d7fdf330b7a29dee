import { type Dim, sameShape } from "../dim.js";
import { add } from "../ops/add.js";
import { concat } from "../ops/concat.js";
import { pad } from "../ops/pad.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

/** Two tensors padded with zeros to neighbouring places, added: one concatenation (the derivative of slices). */
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
  ],
  apply: ({ inputs: [x, y] }) => {
    const [a, b] = [onePad(x!), onePad(y!)];
    if (!a || !b || a.axis !== b.axis || !sameShape(x!.shape, y!.shape)) return undefined;
    const [left, right] = a.before < b.before ? [a, b] : [b, a];
    const middle = left.before + (left.x.shape[a.axis] as number);
    if (middle !== right.before) return undefined;
    const joined = concat([left.x, right.x], a.axis);
    return pad(
      joined,
      x!.shape.map((_, i) => (i === a.axis ? [left.before, right.after] : [0, 0])),
    );
  },
});

/** A pad by zeros of a single axis, of known sizes. */
function onePad(x: Tensor): { x: Tensor; axis: number; before: number; after: Dim } | undefined {
  const { padding, value } = x.attributes as { padding: [Dim, Dim][]; value: number };
  if (x.rule.name !== "pad" || value !== 0) return undefined;
  const axes = padding.flatMap(([before, after], i) => (before === 0 && after === 0 ? [] : [i]));
  const [before, after] = padding[axes[0]!] ?? [];
  const inner = x.inputs[0]!;
  if (axes.length !== 1 || typeof before !== "number" || before < 0 || typeof after !== "number" || after < 0)
    return undefined;
  return typeof inner.shape[axes[0]!] === "number" ? { x: inner, axis: axes[0]!, before, after } : undefined;
}
