import { elementwise, given, normal, op, type Unary } from "../op.js";

/** Largest integer not above x, elementwise, as a float; its derivative is 0. */
export const floor: Unary = op("floor", {
  vjp: "none",
  onnx: "Floor",
  reference: elementwise((x) => Math.floor(x!)),
  samples: [[normal()], [given([6], [-1.5, -1, -0.2, 0, 0.7, 2])]],
});
