// Arithmetic on integers that are held in a wider type: results come back into their range, as they would wrap.
import { add, cast, extent, less, mod, mul, sub, where } from "../ops/index.gen.js";
import type { DType, Tensor } from "../tensor.js";
import { type ElementType, heldIn, narrow } from "./elementType.js";
import { type Held, held } from "./held.js";
import { toFloat } from "./unsigned.js";

/** x modulo the range of its element type. */
export function wrapped(x: Tensor, type: ElementType): Tensor {
  const range = narrow(type);
  if (!range) return x;
  const size = 2 ** range.bits;
  return range.signed ? sub(mod(add(x, size / 2), size), size / 2) : mod(x, size);
}

/** An op on numbers applied to booleans too, as 0 and 1. */
export const asNumbers = (x: Tensor, change: (x: Tensor) => Tensor): Tensor =>
  x.dtype === "bool" ? cast(change(cast(x, "i32")), "bool") : change(x);

/** x where the condition holds, y elsewhere; booleans too. */
export const chosenBy = (condition: Tensor, x: Tensor, y: Tensor): Tensor =>
  x.dtype === "bool" ? cast(where(condition, cast(x, "i32"), cast(y, "i32")), "bool") : where(condition, x, y);

/** x in another data type; nothing where it has it already. */
export const castTo = (x: Tensor, dtype: DType): Tensor => (x.dtype === dtype ? x : cast(x, dtype));

/** The same number in another element type: floats toward zero, integers wrapped. */
export function converted({ x, type }: Held, to: ElementType): Held {
  if (type === to) return held(x, to);
  if (type === "u64" && /^b?f/.test(to)) return held(toFloat(x, heldIn(to)), to);
  // Wrapped in i64, so that no bits are lost on the way to i32.
  return held(castTo(narrow(to) ? wrapped(castTo(x, "i64"), to) : x, heldIn(to)), to);
}

/** An index counted from the start where it is negative; the axis's length is read from x. */
export function positive(index: Tensor, x: Tensor, axis: number): Tensor {
  const length = x.shape[axis]!;
  const end = typeof length === "number" ? length : castTo(cast(extent(x, [axis]), "i64"), index.dtype);
  return add(index, mul(castTo(less(index, 0), index.dtype), end));
}
