import { elementwise, given, normal, op, type Unary } from "../op.js";

/** Smallest integer not below x, elementwise, as a float; its derivative is 0. */
export const ceil: Unary = op("ceil", {
  vjp: "none",
  onnx: "Ceil",
  reference: elementwise((x) => Math.ceil(x!)),
  samples: [[normal()], [given([6], [-1.5, -1, -0.2, 0, 0.7, 2])]],
});
