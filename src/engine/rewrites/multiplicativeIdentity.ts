import { sameShape } from "../dim.js";
import { div } from "../ops/div.js";
import { mul } from "../ops/mul.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { uniformValue } from "../tensor.js";

/** x · 1 = 1 · x = x / 1 = x. */
export const multiplicativeIdentity = rewrite("multiplicativeIdentity", {
  roots: ["mul", "div"],
  examples: [() => mul(input(f32(2, 3)), 1), () => mul(1, input(f32(2))), () => div(input(f32(3)), 1)],
  apply: (node) => {
    const [x, y] = node.inputs;
    if (uniformValue(y!) === 1 && sameShape(x!.shape, node.shape)) return x;
    return node.rule.name === "mul" && uniformValue(x!) === 1 && sameShape(y!.shape, node.shape) ? y : undefined;
  },
});
