import { booleans, elementwise, type Op, op, type Tensor } from "../op.js";

/** Whether either holds, or both, elementwise with broadcasting. @param x, y bool @returns bool */
export const logicalOr: Op<[x: Tensor, y: Tensor]> = op("logicalOr", {
  accepts: ["bool"],
  dtype: "bool",
  vjp: "none",
  onnx: "Or",
  reference: elementwise((x, y) => Number(x! || y!)),
  samples: [
    [booleans(), booleans()],
    [booleans([2, 3]), booleans([2, 1])],
  ],
});
