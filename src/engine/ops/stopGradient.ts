import { normal, type Op, op, type Tensor } from "../op.js";

/** x, whose derivative counts as 0. */
export const stopGradient: Op<[x: Tensor]> = op("stopGradient", {
  accepts: ["any"],
  vjp: "none",
  onnx: (_, [x]) => x!,
  reference: ([x]) => x!,
  samples: [[normal()]],
});
