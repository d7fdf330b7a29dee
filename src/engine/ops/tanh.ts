import { elementwise, normal, op, type Unary } from "../op.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";

/** Hyperbolic tangent, elementwise. */
export const tanh: Unary = op("tanh", {
  vjp: (_, g, y) => [mul(g, sub(1, mul(y, y)))],
  onnx: "Tanh",
  reference: elementwise((x) => Math.tanh(x!)),
  samples: [[normal()]],
});
