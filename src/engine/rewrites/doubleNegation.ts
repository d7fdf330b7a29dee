import { add } from "../ops/add.js";
import { neg } from "../ops/neg.js";
import { sub } from "../ops/sub.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import type { Tensor } from "../tensor.js";

/** −(−x) = x, x − (−y) = x + y, x + (−y) = x − y, −x + y = y − x. */
export const doubleNegation = rewrite("doubleNegation", {
  roots: ["neg", "sub", "add"],
  examples: [
    () => neg(neg(input(f32(2)))),
    () => sub(input(f32(2)), neg(input(f32(2)))),
    () => add(input(f32(2)), neg(input(f32(2)))),
    () => add(neg(input(f32(2))), input(f32(2))),
  ],
  apply: ({ rule, inputs: [x, y] }) => {
    if (rule.name === "neg") return negated(x!);
    if (rule.name === "sub") return negated(y!) && add(x!, negated(y!)!);
    if (negated(y!)) return sub(x!, negated(y!)!);
    return negated(x!) && sub(y!, negated(x!)!);
  },
});

const negated = (x: Tensor): Tensor | undefined => (x.rule.name === "neg" ? x.inputs[0] : undefined);
