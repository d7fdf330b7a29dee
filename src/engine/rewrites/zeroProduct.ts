import { filled } from "../grad.js";
import { mul } from "../ops/mul.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { uniformValue } from "../tensor.js";

/** 0 · x = 0: a structural zero (an absent derivative), so that infinite x counts as absent too. */
export const zeroProduct = rewrite("zeroProduct", {
  roots: ["mul"],
  examples: [() => mul(input(f32(2, 3)), 0), () => mul(0, input(f32(2)))],
  apply: (node) => (node.inputs.some((x) => uniformValue(x) === 0) ? filled(0, node) : undefined),
});
