import { div } from "../ops/div.js";
import { mul } from "../ops/mul.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { constant, type Tensor, uniformValue } from "../tensor.js";

/** (x · a) · b = x · (ab) for numbers a and b. */
export const constantFactors = rewrite("constantFactors", {
  roots: ["mul"],
  examples: [
    () => mul(mul(input(f32(2, 3)), 2), 3),
    () => mul(3, mul(2, input(f32(2)))),
    () => mul(div(input(f32(3)), 2), 8),
  ],
  apply: (node) => {
    const [x, b] = scaled(node) ?? [];
    const [inner, a] = x ? (scaled(x) ?? []) : [];
    return inner ? mul(inner, constant(a! * b!, [], node.dtype)) : undefined;
  },
});

/** x and the number it is multiplied by. */
function scaled({ rule, inputs: [x, y], dtype }: Tensor): [Tensor, number] | undefined {
  if (!["mul", "div"].includes(rule.name) || !dtype.startsWith("f")) return undefined;
  const [a, b] = [x!, y!].map((each) => (each.shape.length === 0 ? uniformValue(each) : undefined));
  if (b !== undefined) return [x!, rule.name === "mul" ? b : 1 / b];
  return rule.name === "mul" && a !== undefined ? [y!, a] : undefined;
}
