import { reshape } from "../ops/reshape.js";
import { sum } from "../ops/sum.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/** A reshape of a reshape, or of an axis-keeping difference only, is one reshape. */
export const doubleReshape = rewrite("doubleReshape", {
  roots: ["reshape"],
  examples: [
    () => reshape(reshape(input(f32(2, 6)), [3, 4]), [12]),
    () => reshape(sum(input(f32(2, 3)), { axes: [1] }), [2, 1]),
    () => reshape(sum(input(f32(2, 3)), { axes: [1], keepDims: true }), [2]),
  ],
  apply: ({ inputs: [x], shape }) => {
    if (x!.rule.name === "reshape") return reshape(x!.inputs[0]!, shape);
    if (x!.rule.name !== "sum") return undefined;
    // Summing with the other choice of keepDims may give the wanted shape at once.
    const { axes, keepDims } = x!.attributes as { axes: number[]; keepDims: boolean };
    const other = sum(x!.inputs[0]!, { axes, keepDims: !keepDims });
    return other.shape.join() === shape.join() ? other : undefined;
  },
});
