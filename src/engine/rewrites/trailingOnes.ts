import { sameShape } from "../dim.js";
import { greater } from "../ops/greater.js";
import { mul } from "../ops/mul.js";
import { pow } from "../ops/pow.js";
import { reshape } from "../ops/reshape.js";
import { sub } from "../ops/sub.js";
import { where } from "../ops/where.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

const elementwise = ["add", "sub", "mul", "div", "maximum", "minimum", "pow", "where"];
const comparisons = ["greater", "greaterEqual", "less", "lessEqual"];

/**
 * An elementwise op of a scalar and a tensor [.., 1]: without the trailing axes of length 1, over which ONNX Runtime
 * broadcasts a scalar element by element (250 to 340 µs for [20000, 1] on one thread).
 */
export const trailingOnes = rewrite("trailingOnes", {
  roots: [...elementwise, ...comparisons],
  examples: [
    () => mul(input(f32(6, 1)), 2),
    () => sub(1, input(f32(3, 2, 1, 1))),
    () => pow(input(f32(6, 1)), 2),
    () => greater(input(f32(3, 1)), 0),
    () => where(greater(input(f32(3, 1)), input(f32(3, 1))), input(f32(3, 1)), 0),
  ],
  apply: (node) => {
    const { inputs, shape, rule } = node;
    const kept = shape.slice(0, shape.findLastIndex((dim) => dim !== 1) + 1);
    const scalars = inputs.filter((x) => x.shape.length === 0).length;
    if (kept.length === 0 || kept.length === shape.length || (scalars === 0 && rule.name !== "pow")) return undefined;
    if (scalars === inputs.length || kept.filter((dim) => typeof dim === "string").length > 1) return undefined;
    if (!inputs.every((x) => x.shape.length === 0 || sameShape(x.shape, shape))) return undefined;
    const flat: Tensor = {
      ...node,
      shape: kept,
      inputs: inputs.map((x) => (x.shape.length === 0 ? x : reshape(x, kept))),
    };
    return reshape(flat, shape);
  },
});
