import { neg } from "../ops/neg.js";
import { sum } from "../ops/sum.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/** Σ −x = −Σ x: fewer numbers change their sign. */
export const sumOfNegation = rewrite("sumOfNegation", {
  roots: ["sum"],
  examples: [() => sum(neg(input(f32(2, 3))), { axes: [1] })],
  apply: ({ inputs: [x], attributes }) => (x!.rule.name === "neg" ? neg(sum(x!.inputs[0]!, attributes)) : undefined),
});
