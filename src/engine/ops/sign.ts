import { elementwise, op, type Unary, uniform } from "../op.js";

/** −1, 0 or 1, elementwise; its derivative is 0. */
export const sign: Unary = op("sign", {
  accepts: ["number"],
  vjp: "none",
  onnx: "Sign",
  reference: elementwise((x) => Math.sign(x!)),
  samples: [[uniform(0.2, 2)], [uniform(-2, -0.2)]],
});
