import { customVjp } from "../customVjp.js";
import { type Binary, elementwise, given, normal, op, type Tensor, uniform } from "../op.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { atan } from "./atan.js";
import { div } from "./div.js";
import { equal } from "./equal.js";
import { less } from "./less.js";
import { maximum } from "./maximum.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { stopGradient } from "./stopGradient.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

/**
 * Angle of the vector (x, y) from the first axis, elementwise with broadcasting. The origin has angle 0 and, by
 * convention, derivative 0; elsewhere the derivative is finite. −0 counts as 0, so that the cut y = 0, x < 0 has
 * angle π; NaN where both are infinite.
 * @param y second coordinate; it comes first, as in IEEE 754
 * @returns radians in (−π, π]
 */
export const atan2: Binary = op("atan2", {
  compose: ([y, x]) => customVjp(angle(y!, x!), [y!, x!], (g, [y, x]) => slopes(y!, x!).map((slope) => mul(g, slope))),
  reference: elementwise((y, x) => Math.atan2(y!, x!)),
  samples: [
    [uniform(0.2, 2), normal()],
    [uniform(-2, -0.2, [2, 3]), normal([3])],
    [uniform(0.2, 2, [2, 1]), normal([3])],
    [given([6], [0, 0.5, 1, -1, 1, -1]), given([6], [1, 0, 1, 1, -1, -1])],
  ],
});

/** The angle of (|x|, |y|), mirrored into its quadrant; atan of ∞ is π/2. */
function angle(y: Tensor, x: Tensor): Tensor {
  const first = atan(div(abs(y), where(equal(y, 0), 1, abs(x))));
  const upper = where(less(x, 0), sub(Math.PI, first), first);
  return where(less(y, 0), neg(upper), upper);
}

/** x/(x² + y²) and −y/(x² + y²), scaled by the larger coordinate so that no square is out of range. */
function slopes(y: Tensor, x: Tensor): [Tensor, Tensor] {
  const size = stopGradient(maximum(abs(y), abs(x))); // cancels: any constant gives the same quotients
  const origin = equal(size, 0);
  const scale = where(origin, 1, size);
  const [u, v] = [div(x, scale), div(y, scale)];
  const square = where(origin, 1, mul(scale, add(mul(u, u), mul(v, v))));
  return [div(u, square), neg(div(v, square))];
}
