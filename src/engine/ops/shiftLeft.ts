import { integerShape, onBits } from "../bits.js";
import { type Binary, integers, op } from "../op.js";

/**
 * Bits of integers moved to the left, x · 2ⁿ, elementwise with broadcasting; bits beyond the data type's are lost.
 * @param n integers, 0 ≤ n < 64
 */
export const shiftLeft: Binary = op("shiftLeft", {
  accepts: ["number"],
  shape: integerShape("shiftLeft"),
  vjp: "none",
  // ONNX Runtime shifts unsigned integers only.
  onnx: (emitter, inputs, { dtype }) => {
    const unsigned = inputs.map((x) =>
      emitter.node("Cast", [emitter.node("Cast", [x], { to: emitter.type("i64") })], { to: emitter.type("u64") }),
    );
    return emitter.node("Cast", [emitter.node("BitShift", unsigned, { direction: "LEFT" })], {
      to: emitter.type(dtype),
    });
  },
  reference: onBits((x, n) => x << n),
  samples: [
    [integers(-9, 10), integers(0, 20)],
    [integers(-9, 10, [2, 3], "i32"), integers(0, 8, [3], "i32")],
    [integers(0, 9, [4]), 7],
  ],
});
