import { mean, square, sub } from "../../engine/ops/index.gen.js";
import { loss } from "../loss.js";

/** Mean of the squared differences over all entries. */
export const meanSquaredError = loss(
  "meanSquaredError",
  "mean of the squared differences over all entries",
  (prediction, target) => mean(square(sub(prediction, target))),
);
