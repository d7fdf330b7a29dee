// Integers without a sign of 64 bits, held in i64: what is alike for both is done there, the rest here.
import { add, cast, div, greaterEqual, less, mul, shiftRight, sub, where } from "../ops/index.gen.js";
import { constant, type DType, type Tensor } from "../tensor.js";
import type { ElementType } from "./elementType.js";

type Pair = (x: Tensor, y: Tensor) => Tensor;

/** In the order of signed integers: the sign bit turned round. */
const ordered = (x: Tensor): Tensor => add(x, constant(-(2 ** 63), [], "i64"));

/** A comparison by the element type. */
export const compared =
  (type: ElementType, op: Pair): Pair =>
  (x, y) =>
    type === "u64" ? op(ordered(x), ordered(y)) : op(x, y);

/** The quotient, toward zero: that of x/2, doubled, is 1 too small at most; a divisor of 2⁶³ or more goes once or not. */
export function quotient(x: Tensor, y: Tensor): Tensor {
  const double = mul(div(shiftRight(x, 1, { unsigned: true }), where(less(y, 0), 1, y)), 2);
  const more = cast(compared("u64", greaterEqual)(sub(x, mul(double, y)), y), "i64");
  return where(less(y, 0), cast(compared("u64", greaterEqual)(x, y), "i64"), add(double, more));
}

export const remainder = (x: Tensor, y: Tensor): Tensor => sub(x, mul(quotient(x, y), y));

/** As a float; beyond 2⁶³ by way of the half. */
export const toFloat = (x: Tensor, dtype: DType): Tensor =>
  where(less(x, 0), mul(cast(shiftRight(x, 1, { unsigned: true }), dtype), 2), cast(x, dtype));
