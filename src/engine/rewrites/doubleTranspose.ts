import { transpose } from "../ops/transpose.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/** A transpose of a transpose is one transpose. */
export const doubleTranspose = rewrite("doubleTranspose", {
  roots: ["transpose"],
  examples: [() => transpose(transpose(input(f32(2, 3, 4)), [1, 2, 0]), [2, 1, 0])],
  apply: ({ inputs: [x], attributes }) => {
    if (x!.rule.name !== "transpose") return undefined;
    const inner = x!.attributes.permutation as number[];
    return transpose(
      x!.inputs[0]!,
      (attributes.permutation as number[]).map((axis) => inner[axis]!),
    );
  },
});
