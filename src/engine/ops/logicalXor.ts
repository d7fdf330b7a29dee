import { booleans, elementwise, type Op, op, type Tensor } from "../op.js";

/** Whether exactly one holds, elementwise with broadcasting. @param x, y bool @returns bool */
export const logicalXor: Op<[x: Tensor, y: Tensor]> = op("logicalXor", {
  accepts: ["bool"],
  dtype: "bool",
  vjp: "none",
  onnx: "Xor",
  reference: elementwise((x, y) => Number(x! !== y!)),
  samples: [
    [booleans(), booleans()],
    [booleans([2, 3]), booleans([2, 1])],
  ],
});
