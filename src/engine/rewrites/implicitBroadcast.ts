import { broadcast, sameShape } from "../dim.js";
import { add } from "../ops/add.js";
import { div } from "../ops/div.js";
import { expand } from "../ops/expand.js";
import { mul } from "../ops/mul.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

const elementwise = ["add", "sub", "mul", "div", "where", "greater", "maximum", "minimum"];

/** An elementwise op broadcasts by itself: what expands one side to the shape of another is not needed. */
export const implicitBroadcast = rewrite("implicitBroadcast", {
  roots: elementwise,
  examples: [
    () => mul(expand(input(f32(3)), [2, 3]), input(f32(2, 3))),
    () => div(input(f32(2, 3)), expand(input(f32(2, 1)), [2, 3])),
    () => add(expand(input(f32(2, 1)), [2, 3]), expand(input(f32(3)), [2, 3])),
  ],
  apply: (node) => {
    const at = node.inputs.findIndex((x, i) => {
      if (x.rule.name !== "expand") return false;
      const shapes = node.inputs.map((each, j) => (i === j ? each.inputs[0]!.shape : each.shape));
      return sameShape(broadcast(...shapes) ?? [], node.shape);
    });
    if (at < 0) return undefined;
    return { ...node, inputs: node.inputs.map((x, i): Tensor => (i === at ? x.inputs[0]! : x)) };
  },
});
