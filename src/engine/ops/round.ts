import { elementwise, given, normal, op, type Unary } from "../op.js";

/**
 * Nearest integer, elementwise, as a float; halves go to the even neighbour, as in ONNX and IEEE 754. The derivative
 * is 0.
 */
export const round: Unary = op("round", {
  vjp: "none",
  onnx: "Round",
  reference: elementwise((x) => (Math.abs(x! % 1) === 0.5 ? 2 * Math.round(x! / 2) : Math.round(x!))),
  samples: [[normal()], [given([8], [-2.5, -1.5, -0.5, 0, 0.5, 1.5, 2.5, 2.6])]],
});
