import { concat } from "../ops/concat.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

/** A concatenation of concatenations along one axis is one of all parts. */
export const nestedConcat = rewrite("nestedConcat", {
  roots: ["concat"],
  examples: [() => concat([concat([input(f32(2, 3)), input(f32(2, 1))], 1), input(f32(2, 2))], 1)],
  apply: ({ inputs, attributes }) => {
    const axis = attributes.axis as number;
    const isNested = (x: Tensor) => x.rule.name === "concat" && x.attributes.axis === axis;
    if (!inputs.some(isNested)) return undefined;
    return concat(
      inputs.flatMap((x) => (isNested(x) ? x.inputs : [x])),
      axis,
    );
  },
});
