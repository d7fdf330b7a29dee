import { customVjp } from "../customVjp.js";
import { elementwise, given, normal, op, type Unary } from "../op.js";
import { div } from "./div.js";
import { exp } from "./exp.js";
import { greater } from "./greater.js";
import { maximum } from "./maximum.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { where } from "./where.js";

/** A step without a corner, elementwise: e^(−1/x) above 0, else 0, as are all derivatives there. @source e3nn's `soft_unit_step` */
export const softUnitStep: Unary = op("softUnitStep", {
  compose: ([x]) => {
    const inverse = div(1, maximum(x!, least)); // its powers, of which derivatives are made, stay finite
    const step = where(greater(x!, least), exp(neg(inverse)), 0);
    return customVjp(step, [x!, inverse], (g, [, inverse], y) => [mul(g, mul(y, mul(inverse!, inverse!))), undefined]);
  },
  reference: elementwise((x) => (x! > 0 ? Math.exp(-1 / x!) : 0)),
  samples: [[normal()], [given([9], [-1000, -1e-3, 0, 1e-300, 1e-3, 0.01, 0.2, 1, 1000])]],
});

/** e⁻⁸⁰⁰ is 0 in f64. */
const least = 1 / 800;
