import { integerShape, onBits } from "../bits.js";
import { type Binary, integers, op } from "../op.js";

/** Bitwise and of integers, elementwise with broadcasting; negative numbers in two's complement. */
export const bitwiseAnd: Binary = op("bitwiseAnd", {
  accepts: ["number"],
  shape: integerShape("bitwiseAnd"),
  vjp: "none",
  onnx: "BitwiseAnd",
  reference: onBits((x, y) => x & y),
  samples: [
    [integers(-9, 10), integers(-9, 10)],
    [integers(0, 300, [2, 3], "i32"), integers(-5, 5, [3], "i32")],
    [integers(0, 300, [4]), 7],
  ],
});
