import { elementwise, op, type Unary, uniform } from "../op.js";
import { mul } from "./mul.js";

/** 2ˣ, elementwise; exact where x is whole. */
export const exp2: Unary = op("exp2", {
  vjp: (_, g, y) => [mul(g, mul(y, Math.LN2))],
  onnx: (emitter, [x], { dtype }) => emitter.node("Pow", [emitter.constant(2, [], dtype), x!]),
  reference: elementwise((x) => 2 ** x!),
  samples: [[uniform(-4, 4)]],
});
