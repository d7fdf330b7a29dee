import { elementwise, normal, op, type Unary } from "../op.js";
import { mul } from "./mul.js";

/** x², elementwise. */
export const square: Unary = op("square", {
  accepts: ["number"],
  compose: ([x]) => mul(x!, x!),
  reference: elementwise((x) => x! * x!),
  samples: [[normal()]],
});
