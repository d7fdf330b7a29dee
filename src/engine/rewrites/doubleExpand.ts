import { expand } from "../ops/expand.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/** An expand of an expand is one expand. */
export const doubleExpand = rewrite("doubleExpand", {
  roots: ["expand"],
  examples: [() => expand(expand(input(f32(3)), [2, 3]), [4, 2, 3])],
  apply: ({ inputs: [x], shape }) => (x!.rule.name === "expand" ? expand(x!.inputs[0]!, shape) : undefined),
});
