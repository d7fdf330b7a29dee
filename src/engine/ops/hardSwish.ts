import { elementwise, given, op, type Unary, uniform } from "../op.js";
import { hardSigmoid } from "./hardSigmoid.js";
import { mul } from "./mul.js";

/**
 * x · hardSigmoid(x), elementwise: 0 below −3, x above 3; the derivative at ±3 is taken as hardSigmoid(x).
 * @source Howard et al. 2019, arXiv:1905.02244
 */
export const hardSwish: Unary = op("hardSwish", {
  compose: ([x]) => mul(x!, hardSigmoid(x!)),
  reference: elementwise((x) => (x! * Math.min(Math.max(x! + 3, 0), 6)) / 6),
  samples: [[uniform(-2.5, 2.5)], [given([4], [-9, -3.5, 3.5, 9])]],
});
