import { elementwise, op, type Unary, uniform } from "../op.js";
import { div } from "./div.js";

/** Natural logarithm, elementwise; NaN below 0, −∞ at 0. */
export const log: Unary = op("log", {
  vjp: ([x], g) => [div(g, x!)],
  onnx: "Log",
  reference: elementwise((x) => Math.log(x!)),
  samples: [[uniform(0.1, 5)]],
});
