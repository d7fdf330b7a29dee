import { expand } from "../ops/expand.js";
import { mul } from "../ops/mul.js";
import { neg } from "../ops/neg.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

const elementwise = ["add", "sub", "mul", "div"];

/** f(expand(x)) = expand(f(x)) and expand(x) ∘ scalar = expand(x ∘ scalar): compute before repeating. */
export const expandUnary = rewrite("expandUnary", {
  roots: [...elementwise, "neg"],
  examples: [() => neg(expand(input(f32(3)), [2, 3])), () => mul(expand(input(f32(2, 1)), [2, 3]), 4)],
  apply: (node) => {
    const at = node.inputs.findIndex((x) => x.rule.name === "expand");
    if (at < 0 || node.inputs.some((x, i) => i !== at && x.shape.length > 0)) return undefined;
    const inner = node.inputs[at]!.inputs[0]!;
    const small: Tensor = { ...node, shape: inner.shape, inputs: node.inputs.map((x, i) => (i === at ? inner : x)) };
    return expand(small, node.shape);
  },
});
