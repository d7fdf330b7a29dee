import { integerShape, onBits } from "../bits.js";
import { integers, type Op, type Operand, op } from "../op.js";

/**
 * Bits of integers moved to the right, ⌊x / 2ⁿ⌋, elementwise with broadcasting.
 * @param n integers, 0 ≤ n < 64
 * @param options unsigned: x stands for 64 bits without a sign, so that zeros come in on the left
 */
export const shiftRight: Op<[x: Operand, n: Operand, options?: { readonly unsigned?: boolean }]> = op("shiftRight", {
  args: (x, n, { unsigned = false } = {}) => ({ inputs: [x, n], attributes: { unsigned } }),
  accepts: ["number"],
  shape: integerShape("shiftRight"),
  vjp: "none",
  // ONNX Runtime shifts unsigned integers only: a negative x becomes −x − 1, and back.
  onnx: (emitter, [x, n], { dtype, attributes: { unsigned } }) => {
    const { node, type, constant } = emitter;
    const to = (value: string, dtype: "i64" | "u64") => node("Cast", [value], { to: type(dtype) });
    const wide = node("Cast", [x!], { to: type("i64") });
    const flip = (value: string) => node("Where", [negative, node("Sub", [constant(-1, [], "i64"), value]), value]);
    const negative = node("Less", [wide, constant(0, [], "i64")]);
    const places = to(node("Cast", [n!], { to: type("i64") }), "u64");
    const shifted = (value: string) => to(node("BitShift", [to(value, "u64"), places], { direction: "RIGHT" }), "i64");
    return node("Cast", [unsigned ? shifted(wide) : flip(shifted(flip(wide)))], { to: type(dtype) });
  },
  reference: (inputs, { unsigned }, shape) =>
    onBits((x, n) => (unsigned ? BigInt.asUintN(64, x) : x) >> n)(inputs, undefined, shape),
  samples: [
    [integers(-99, 100), integers(0, 5)],
    [integers(-99, 100, [2, 3], "i32"), integers(0, 8, [3], "i32")],
    [integers(0, 99, [4]), 3, { unsigned: true }],
  ],
});
