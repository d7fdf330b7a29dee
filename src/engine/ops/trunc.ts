import { elementwise, given, normal, op, type Unary } from "../op.js";

/** x without its fraction, elementwise, as a float: rounded toward 0. The derivative is 0. */
export const trunc: Unary = op("trunc", {
  vjp: "none",
  onnx: (emitter, [x]) =>
    emitter.node("Mul", [emitter.node("Sign", [x!]), emitter.node("Floor", [emitter.node("Abs", [x!])])]),
  reference: elementwise((x) => Math.trunc(x!)),
  samples: [[normal()], [given([6], [-1.5, -1, -0.2, 0, 0.7, 2])]],
});
