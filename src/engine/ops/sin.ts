import { elementwise, normal, op, type Unary, uniform } from "../op.js";
import { cos } from "./cos.js";
import { mul } from "./mul.js";

/** Sine of x in radians, elementwise; NaN at ±∞. */
export const sin: Unary = op("sin", {
  vjp: ([x], g) => [mul(g, cos(x!))],
  onnx: "Sin",
  reference: elementwise((x) => Math.sin(x!)),
  samples: [[normal()], [uniform(-20, 20, [5])]],
});
