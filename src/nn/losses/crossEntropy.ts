import { logSoftmax, mean, mul, neg, oneHot, sum } from "../../engine/ops/index.gen.js";
import { loss } from "../loss.js";

/** Mean of −log softmax(logits) at the true class: logits [n, classes], targets whole numbers [n]. */
export const crossEntropy = loss("crossEntropy", {
  about: "mean of −log probability of the true class",
  targets: "classes",
  compute(logits, target) {
    const chosen = mul(logSoftmax(logits), oneHot(target, logits.shape.at(-1)!, logits.dtype));
    return mean(neg(sum(chosen, { axes: [-1] })));
  },
});
