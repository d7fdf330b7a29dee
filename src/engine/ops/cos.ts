import { elementwise, normal, op, type Unary, uniform } from "../op.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { sin } from "./sin.js";

/** Cosine of x in radians, elementwise; NaN at ±∞. */
export const cos: Unary = op("cos", {
  vjp: ([x], g) => [neg(mul(g, sin(x!)))],
  onnx: "Cos",
  reference: elementwise((x) => Math.cos(x!)),
  samples: [[normal()], [uniform(-20, 20, [5])]],
});
