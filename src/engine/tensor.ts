import { ShapeError } from "../error.js";
import { addDims, printShape, type Shape, sizeOf } from "./dim.js";
import type { Rule } from "./op.js";

/**
 * Element types of the graph. f32 is the working float: a session built in f64 computes every f32 tensor in f64.
 * An explicit f64 stays f64 in either.
 */
export type DType = "f32" | "f64" | "i32" | "i64" | "bool";
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A node of the graph and its one result; nothing is computed until a session runs. */
export interface Tensor extends TensorType {
  readonly rule: Rule;
  readonly inputs: readonly Tensor[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What ops accept: a bare number takes the data type of the tensor beside it. */
export type Operand = Tensor | number;

/** A symbolic input of a graph. */
export const input = (name: string, shape: Shape, dtype: DType = "f32"): Tensor => ({
  rule: inputRule,
  inputs: [],
  attributes: { name },
  shape: shape.map((dim) => addDims(dim, 0)), // in canonical spelling
  dtype,
});

/** Types for `trace`: `f32("B", 3)` is a float tensor of shape [B, 3]. */
export const f32 = (...shape: Shape): TensorType => ({ shape, dtype: "f32" });
export const f64 = (...shape: Shape): TensorType => ({ shape, dtype: "f64" });
export const i32 = (...shape: Shape): TensorType => ({ shape, dtype: "i32" });
export const i64 = (...shape: Shape): TensorType => ({ shape, dtype: "i64" });
export const bool = (...shape: Shape): TensorType => ({ shape, dtype: "bool" });

/**
 * A constant; kept in f64 and rounded when the graph is emitted.
 * @param values one number, or a row-major list of them
 * @throws ShapeError if the count of values is not the size of the shape
 */
export function constant(
  values: number | ArrayLike<number>,
  shape: readonly number[] = [],
  dtype: DType = "f32",
): Tensor {
  const data = typeof values === "number" ? Float64Array.of(values) : Float64Array.from(values);
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError("constant", {
      expected: `${sizeOf(shape)} values for shape ${printShape(shape)}`,
      got: `${data.length}`,
    });
  }
  return { rule: constantRule, inputs: [], attributes: { data }, shape, dtype };
}

export const isConstant = (x: Tensor): boolean => x.rule === constantRule;
export const isInput = (x: Tensor): boolean => x.rule === inputRule;
/** The values of a constant; undefined for any other tensor. */
export const constantData = (x: Tensor): Float64Array | undefined =>
  isConstant(x) ? (x.attributes.data as Float64Array) : undefined;
/** The one value of a constant whose entries are all equal; undefined for any other tensor. */
export function uniformValue(x: Tensor): number | undefined {
  const data = constantData(x);
  return data && data.length > 0 && data.every((value) => value === data[0]) ? data[0] : undefined;
}
export const inputName = (x: Tensor): string => x.attributes.name as string;
export const isFloat = (x: TensorType): boolean => x.dtype === "f32" || x.dtype === "f64";

const leaf = (name: string): Rule => ({
  name,
  emit: () => {
    throw new Error(`${name}: a leaf is emitted by the graph, not by its rule`);
  },
});
const inputRule = leaf("input");
const constantRule = leaf("constant");
