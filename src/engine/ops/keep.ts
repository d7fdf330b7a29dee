import { normal, type Op, op, type Tensor } from "../op.js";

/** x, which the derivative of a loop around it (`scan`, `inBlocks`) keeps of each step, instead of computing it again. */
export const keep: Op<[x: Tensor]> = op("keep", {
  accepts: ["any"],
  vjp: (_, g) => [g],
  onnx: (_, [x]) => x!,
  reference: ([x]) => x!,
  samples: [[normal()]],
});
