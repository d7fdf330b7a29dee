import { elementwise, normal, op, type Unary } from "../op.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";

/** Logistic function 1/(1 + e⁻ˣ), elementwise. */
export const sigmoid: Unary = op("sigmoid", {
  vjp: (_, g, y) => [mul(g, mul(y, sub(1, y)))],
  onnx: "Sigmoid",
  reference: elementwise((x) => 1 / (1 + Math.exp(-x!))),
  samples: [[normal()]],
});
