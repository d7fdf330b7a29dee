import { booleans, elementwise, type Op, op, type Tensor } from "../op.js";

/** Whether x does not hold, elementwise. @param x bool @returns bool */
export const logicalNot: Op<[x: Tensor]> = op("logicalNot", {
  accepts: ["bool"],
  dtype: "bool",
  vjp: "none",
  onnx: "Not",
  reference: elementwise((x) => Number(!x)),
  samples: [[booleans()]],
});
