import { customVjp } from "../customVjp.js";
import { elementwise, normal, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { exp } from "./exp.js";
import { mul } from "./mul.js";
import { tanh } from "./tanh.js";

/**
 * eˣ − 1, elementwise, exact to a few units in the last place also near 0: (eˣ + 1) · tanh(x/2), where nothing cancels.
 */
export const expm1: Unary = op("expm1", {
  compose: ([x]) => {
    const e = exp(x!);
    return customVjp(mul(add(e, 1), tanh(mul(x!, 0.5))), [x!, e], (g, [, e]) => [mul(g, e!), undefined]);
  },
  reference: elementwise((x) => Math.expm1(x!)),
  samples: [[normal()], [uniform(-1e-6, 1e-6, [4])]],
});
