import { elementwise, op, type Unary, uniform } from "../op.js";
import { div } from "./div.js";
import { mul } from "./mul.js";

/** Square root, elementwise; NaN below 0, and the derivative is infinite at 0. */
export const sqrt: Unary = op("sqrt", {
  vjp: (_, g, y) => [div(mul(g, 0.5), y)],
  onnx: "Sqrt",
  reference: elementwise((x) => Math.sqrt(x!)),
  samples: [[uniform(0.1, 5)]],
});
