import { div } from "../ops/div.js";
import { mul } from "../ops/mul.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { constant, type Tensor, uniformValue } from "../tensor.js";

/** (x · a) · b = x · (ab) for numbers a and b whose product f32 can hold. */
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
    // Two small factors would be a zero together, two large ones infinite.
    return inner && isNormal(a! * b!) ? mul(inner, constant(a! * b!, [], node.dtype)) : undefined;
  },
});

/** Whether f32 holds the number with full precision. */
const isNormal = (x: number): boolean => Math.abs(x) >= 2 ** -126 && Math.abs(x) < 2 ** 127;

/** x and the number it is multiplied by. */
function scaled({ rule, inputs: [x, y], dtype }: Tensor): [Tensor, number] | undefined {
  if (!["mul", "div"].includes(rule.name) || !dtype.startsWith("f")) return undefined;
  const [a, b] = [x!, y!].map((each) => (each.shape.length === 0 ? uniformValue(each) : undefined));
  if (b !== undefined) return [x!, rule.name === "mul" ? b : 1 / b];
  return rule.name === "mul" && a !== undefined ? [y!, a] : undefined;
}
