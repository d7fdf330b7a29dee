import { sameShape } from "../dim.js";
import { add } from "../ops/add.js";
import { sub } from "../ops/sub.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { uniformValue } from "../tensor.js";

/** x + 0 = 0 + x = x − 0 = x. */
export const additiveIdentity = rewrite("additiveIdentity", {
  roots: ["add", "sub"],
  examples: [() => add(input(f32(2, 3)), 0), () => add(0, input(f32(2))), () => sub(input(f32(3)), 0)],
  apply: (node) => {
    const [x, y] = node.inputs;
    if (uniformValue(y!) === 0 && sameShape(x!.shape, node.shape)) return x;
    return node.rule.name === "add" && uniformValue(x!) === 0 && sameShape(y!.shape, node.shape) ? y : undefined;
  },
});
