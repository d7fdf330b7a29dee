import { sum } from "../ops/sum.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/** A sum of a sum is one sum over both sets of axes. */
export const doubleSum = rewrite("doubleSum", {
  roots: ["sum"],
  examples: [
    () => sum(sum(input(f32(2, 3, 4)), { axes: [1] }), { axes: [1] }),
    () => sum(sum(input(f32(2, 3, 4)), { axes: [0] })),
  ],
  apply: ({ inputs: [x], attributes }) => {
    if (x!.rule.name !== "sum" || x!.attributes.keepDims || attributes.keepDims) return undefined;
    const inner = x!.attributes.axes as number[];
    const kept = x!.inputs[0]!.shape.map((_, i) => i).filter((axis) => !inner.includes(axis));
    return sum(x!.inputs[0]!, { axes: [...inner, ...(attributes.axes as number[]).map((axis) => kept[axis]!)] });
  },
});
