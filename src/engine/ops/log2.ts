import { elementwise, op, type Unary, uniform } from "../op.js";
import { log } from "./log.js";
import { mul } from "./mul.js";

/** Logarithm to base 2, elementwise; powers of two come out whole only up to round-off. NaN below 0, −∞ at 0. */
export const log2: Unary = op("log2", {
  compose: ([x]) => mul(log(x!), Math.LOG2E),
  reference: elementwise((x) => Math.log2(x!)),
  samples: [[uniform(0.1, 5)]],
});
