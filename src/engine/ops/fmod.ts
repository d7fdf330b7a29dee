import { type Binary, elementwise, given, op } from "../op.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { round } from "./round.js";
import { sub } from "./sub.js";

/**
 * Remainder x − y · trunc(x/y) of floats, exact and with the sign of x, as C's fmod; elementwise with broadcasting, NaN
 * where y is 0. The derivative by y is −trunc(x/y); at the jumps it is that of the value's side.
 */
export const fmod: Binary = op("fmod", {
  vjp: ([x, y], g, rest) => [g, neg(mul(g, round(div(sub(x!, rest), y!))))], // whole up to round-off
  onnx: (emitter, inputs) => emitter.node("Mod", inputs, { fmod: 1 }),
  reference: elementwise((x, y) => x! % y!),
  samples: [
    [given([2, 3], [5.3, -5.3, 0.4, -0.4, 2.7, 9.6]), given([3], [2, -2, 1.5])],
    [given([6], [5.3, -5.3, 0.4, -0.4, 2.7, 9.6]), 1.5],
  ],
});
