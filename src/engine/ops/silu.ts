import { customVjp } from "../customVjp.js";
import { elementwise, normal, op, type Unary } from "../op.js";
import { add } from "./add.js";
import { mul } from "./mul.js";
import { sigmoid } from "./sigmoid.js";
import { sub } from "./sub.js";

/** Sigmoid linear unit x · sigmoid(x), elementwise (also called swish). @source Hendrycks & Gimpel 2016 */
export const silu: Unary = op("silu", {
  compose: ([x]) => {
    const s = sigmoid(x!);
    return customVjp(mul(x!, s), [x!, s], (g, [, s], y) => [mul(g, add(s!, mul(y, sub(1, s!))))]); // one pass fewer than by the product rule
  },
  reference: elementwise((x) => x! / (1 + Math.exp(-x!))),
  samples: [[normal()]],
});
