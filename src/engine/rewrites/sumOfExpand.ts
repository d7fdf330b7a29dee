import { cast } from "../ops/cast.js";
import { expand } from "../ops/expand.js";
import { extent } from "../ops/extent.js";
import { mul } from "../ops/mul.js";
import { reshape } from "../ops/reshape.js";
import { sum } from "../ops/sum.js";
import { rewrite } from "../rewrite.js";
import { f32, i32, input } from "../sample.js";

/** Summing what was only repeated is multiplying by the number of repeats. */
export const sumOfExpand = rewrite("sumOfExpand", {
  roots: ["sum"],
  examples: [
    () => sum(expand(input(f32(2, 1)), [2, 3]), { axes: [1] }),
    () => sum(expand(input(f32(3)), [2, 3]), { axes: [0], keepDims: true }),
    () => sum(expand(input(f32(2, 1)), [2, 3])),
    () => sum(expand(input(i32(2, 1)), [2, 3])),
  ],
  apply: (node) => {
    const [x] = node.inputs;
    if (x!.rule.name !== "expand") return undefined;
    const inner = x!.inputs[0]!;
    const skip = x!.shape.length - inner.shape.length;
    const { axes } = node.attributes as { axes: number[] };
    const repeated = axes.filter((axis) => axis < skip || (inner.shape[axis - skip] === 1 && x!.shape[axis] !== 1));
    if (repeated.length === 0) return undefined;
    const rest = axes.filter((axis) => axis >= skip && !repeated.includes(axis)).map((axis) => axis - skip);
    const scaled = mul(sum(inner, { axes: rest, keepDims: true }), cast(extent(x!, repeated), node.dtype));
    const small = expand(
      scaled,
      x!.shape.map((dim, i) => (axes.includes(i) ? 1 : dim)),
    );
    return reshape(small, node.shape);
  },
});
