import { customVjp } from "../customVjp.js";
import { keep } from "../ops/keep.js";
import { stopGradient } from "../ops/stopGradient.js";
import { take } from "../ops/take.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { constant } from "../tensor.js";

/** What only says how to differentiate is not needed once that is done. */
export const derivativeMarker = rewrite("derivativeMarker", {
  roots: ["stopGradient", "customVjp", "keep", "take"],
  examples: [
    () => stopGradient(input(f32(2))),
    () => keep(input(f32(2))),
    () => customVjp(input(f32(2)), [], () => []),
    () => take(input(f32(3)), constant([2, 0], [2], "i64"), 0, constant([1, -1, 0], [3, 1], "i64")),
  ],
  apply: ({ rule, inputs: [x, index, plan], attributes }) => {
    if (rule.name !== take.name) return x;
    return plan && take(x!, index!, attributes.axis as number);
  },
});
