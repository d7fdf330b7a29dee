import type { Tensor } from "../engine/index.js";
import { div, equal, mul, sin, where } from "../engine/ops/index.gen.js";

/** sin(kr)/r, elementwise with broadcasting; k where r is 0, with derivative 0 by r. */
export function sineOver(r: Tensor, k: Tensor): Tensor {
  const isZero = equal(r, 0);
  return where(isZero, k, div(sin(mul(r, k)), where(isZero, 1, r)));
}
