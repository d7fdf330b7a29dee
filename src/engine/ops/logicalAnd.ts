import { booleans, elementwise, type Op, op, type Tensor } from "../op.js";

/** Whether both hold, elementwise with broadcasting. @param x, y bool @returns bool */
export const logicalAnd: Op<[x: Tensor, y: Tensor]> = op("logicalAnd", {
  accepts: ["bool"],
  dtype: "bool",
  vjp: "none",
  onnx: "And",
  reference: elementwise((x, y) => Number(x! && y!)),
  samples: [
    [booleans(), booleans()],
    [booleans([2, 3]), booleans([2, 1])],
  ],
});
