import { elementwise, normal, op, type Unary } from "../op.js";

/** −x, elementwise; float or integer. */
export const neg: Unary = op("neg", {
  accepts: ["number"],
  vjp: (_, g) => [neg(g)],
  onnx: "Neg",
  reference: elementwise((x) => -x!),
  samples: [[normal()]],
});
