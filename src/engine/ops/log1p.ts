import { elementwise, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { div } from "./div.js";

/**
 * log(1 + x), elementwise, exact to a few units in the last place also near 0: with u = 1 + x as it was rounded,
 * log(u) · x/(u − 1), because rounding moves log(u) and u − 1 by the same factor.
 * @param x ≥ −1, NaN below, −∞ at −1
 * @source Goldberg 1991, "What every computer scientist should know about floating-point arithmetic", theorem 4
 */
export const log1p: Unary = op("log1p", {
  vjp: ([x], g) => [div(g, add(1, x!))],
  // Emitted as a whole: as a graph of ops, (1 + x) − 1 would invite a rewrite to x.
  onnx: (emitter, [x], { dtype }) => {
    const one = emitter.constant(1, [], dtype);
    const u = emitter.node("Add", [x!, one]);
    const [rounded, log] = [emitter.node("Sub", [u, one]), emitter.node("Log", [u])];
    const scaled = emitter.node("Mul", [log, emitter.node("Div", [x!, rounded])]);
    // log(u) = u − 1 where u is 1 or ∞ and the quotient is not a number; x is the answer there.
    return emitter.node("Where", [emitter.node("Equal", [log, rounded]), x!, scaled]);
  },
  reference: elementwise((x) => Math.log1p(x!)),
  samples: [[uniform(-0.9, 3)], [uniform(-1e-6, 1e-6, [4])]],
});
