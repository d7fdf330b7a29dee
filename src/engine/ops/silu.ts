import { customVjp } from "../customVjp.js";
import { elementwise, normal, op, type Tensor, type Unary } from "../op.js";
import { add } from "./add.js";
import { mul } from "./mul.js";
import { sigmoid } from "./sigmoid.js";
import { sub } from "./sub.js";

/** Sigmoid linear unit x · sigmoid(x), elementwise (also called swish). @source Hendrycks & Gimpel 2016 */
export const silu: Unary = op("silu", {
  compose: ([x]) => {
    const s = sigmoid(x!);
    return customVjp(mul(x!, s), [x!, s], (g, [x, s], y) => [mul(g, slope(x!, s!, y))]);
  },
  reference: elementwise((x) => x! / (1 + Math.exp(-x!))),
  samples: [[normal()]],
});

/**
 * d/dx silu = s + y·(1 − s) for s = sigmoid(x) and y = x·s, and its derivative (1 − s)·(2 slope − y): fewer passes over memory
 * than by the rules of products.
 */
function slope(x: Tensor, s: Tensor, y: Tensor): Tensor {
  const rest = sub(1, s);
  return customVjp(add(s, mul(y, rest)), [x, s, y], (g, [, s, y], found) => [
    mul(g, mul(sub(1, s!), sub(add(found, found), y!))),
  ]);
}
