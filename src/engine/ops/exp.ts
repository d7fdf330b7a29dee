import { elementwise, op, type Unary, uniform } from "../op.js";
import { mul } from "./mul.js";

/** Exponential, elementwise. */
export const exp: Unary = op("exp", {
  vjp: (_, g, y) => [mul(g, y)],
  onnx: "Exp",
  reference: elementwise((x) => Math.exp(x!)),
  samples: [[uniform(-3, 3)]],
});
