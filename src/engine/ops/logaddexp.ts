import { customVjp } from "../customVjp.js";
import { type Binary, elementwise, given, normal, op, uniform } from "../op.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { clip } from "./clip.js";
import { maximum } from "./maximum.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { sigmoid } from "./sigmoid.js";
import { softplus } from "./softplus.js";
import { sub } from "./sub.js";

/** Of the size of the largest f32: beyond it a difference is the same as an infinite one. */
const huge = 1e38;

/**
 * log(eˣ + eʸ) without overflow, elementwise with broadcasting, as max(x, y) + softplus(−|x − y|). −∞ stands for a
 * probability of 0: of two such the result is −∞ and each gets half of the derivative.
 */
export const logaddexp: Binary = op("logaddexp", {
  compose: ([x, y]) => {
    // ∞ − ∞ is NaN; finite stand-ins are not.
    const difference = sub(clip(x!, -huge, huge), clip(y!, -huge, huge));
    const value = add(maximum(x!, y!), softplus(neg(abs(difference))));
    return customVjp(value, [x!, y!, difference], (g, [, , difference]) => [
      mul(g, sigmoid(difference!)),
      mul(g, sigmoid(neg(difference!))),
      undefined,
    ]);
  },
  reference: elementwise((x, y) => Math.max(x!, y!) + (x === y ? Math.LN2 : Math.log1p(Math.exp(-Math.abs(x! - y!))))),
  samples: [
    [normal(), normal()],
    [uniform(-1000, 1000, [2, 1]), uniform(-1000, 1000, [3])],
    [given([3], [0, 2, -700]), given([3], [0, 2, -701])],
  ],
});
