import type { Dim } from "../dim.js";
import { add } from "../ops/add.js";
import { mul } from "../ops/mul.js";
import { constant, constantData, isConstant, type Tensor } from "../tensor.js";
import { type ElementType, elementTypes, heldIn, type Numbers } from "./elementType.js";

/** A value of a foreign graph: the tensor that holds it, and ONNX's own type of its elements. */
export interface Held {
  readonly x: Tensor;
  readonly type: ElementType;
  /** What an integer vector or scalar holds, where that is known before the graph runs; names of dimensions too. */
  readonly sizes?: readonly Dim[];
  /** The same as a constant, where x is made of float constants: x itself keeps what derivatives need. */
  readonly known?: Tensor;
}

export const held = (x: Tensor, type: ElementType = x.dtype, sizes?: readonly Dim[]): Held => ({
  x,
  type,
  ...(sizes && { sizes }),
});

/** A constant; integers that f64 cannot hold are put together from two halves. */
export function heldNumbers({ type, shape, data, exact }: Numbers): Held {
  const dtype = heldIn(type);
  if (!exact) return held(constant(data, shape, dtype), type);
  const upper = Float64Array.from(exact, (each) => Number(each >> 32n));
  const lower = Float64Array.from(exact, (each) => Number(each & 0xffff_ffffn));
  const x = add(mul(constant(upper, shape, dtype), 2 ** 32), constant(lower, shape, dtype));
  return held(x, type, [...data]);
}

/** A result's element type: that of the first input held alike, else its own. */
export const alike = (x: Tensor, inputs: readonly (Held | undefined)[]): ElementType =>
  inputs.find((each) => each && elementTypes.includes(each.type) && heldIn(each.type) === x.dtype)?.type ?? x.dtype;

/** The value as a constant; undefined where only the running graph knows. */
export const constantOf = ({ x, known = x }: Held): Tensor | undefined => (isConstant(known) ? known : undefined);

/** What a value holds, as sizes; undefined where only the running graph knows. */
export function contents(value: Held): readonly Dim[] | undefined {
  const found = constantOf(value);
  return value.sizes ?? (found && [...constantData(found)!]);
}
