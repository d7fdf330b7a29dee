import { abs, mean, sub } from "../../engine/ops/index.gen.js";
import { loss } from "../loss.js";

/** Mean of the absolute differences over all entries. */
export const meanAbsoluteError = loss("meanAbsoluteError", {
  about: "mean of the absolute differences over all entries",
  targets: "values",
  compute: (prediction, target) => mean(abs(sub(prediction, target))),
});
