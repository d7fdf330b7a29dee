import { mean, square, sub } from "../../engine/ops/index.gen.js";
import { loss } from "../loss.js";

/** Mean of the squared differences over all entries. */
export const meanSquaredError = loss("meanSquaredError", {
  about: "mean of the squared differences over all entries",
  targets: "values",
  compute: (prediction, target) => mean(square(sub(prediction, target))),
});
