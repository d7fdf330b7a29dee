import { elementwise, op, type Unary, uniform } from "../op.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";

/** 1/x, elementwise. */
export const reciprocal: Unary = op("reciprocal", {
  vjp: (_, g, y) => [neg(mul(g, mul(y, y)))],
  onnx: "Reciprocal",
  reference: elementwise((x) => 1 / x!),
  samples: [[uniform(0.3, 3)], [uniform(-3, -0.3)]],
});
