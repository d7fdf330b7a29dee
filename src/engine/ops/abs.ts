import { elementwise, op, type Unary, uniform } from "../op.js";
import { mul } from "./mul.js";
import { sign } from "./sign.js";

/** |x|, elementwise; the derivative at 0 is taken as 0. */
export const abs: Unary = op("abs", {
  accepts: ["number"],
  vjp: ([x], g) => [mul(g, sign(x!))],
  onnx: "Abs",
  reference: elementwise((x) => Math.abs(x!)),
  samples: [[uniform(0.2, 2)], [uniform(-2, -0.2)]],
});
