import { ShapeError } from "../error.js";
import { type Key, normal as normalDraw, shuffled, uniform as uniformDraw } from "../random.js";
import { broadcast, printShape, type Shape } from "./dim.js";
import type { Nd } from "./nd.js";
import type { Emitter } from "./onnx/emit.js";
import { constant, type DType, type Operand, type Tensor } from "./tensor.js";

export type { Dim, Shape } from "./dim.js";
export type { Nd } from "./nd.js";
export { at, build, count, elementwise, forEachIndex, nd, strides } from "./nd.js";
export type { Emitter } from "./onnx/emit.js";
export { constant, type DType, isFloat, type Operand, type Tensor } from "./tensor.js";

/** Which data types an input takes. Inputs marked "float" or "number" of one op share one data type. */
export type Accepts = "float" | "number" | "integer" | "bool" | "any";

/** Properties every rule is tested for; an exception states its reason: `exempt: { second: "piecewise linear" }`. */
export type Law = "reference" | "derivative" | "second" | "named" | "threads";

/** What the engine needs of a node's rule. */
export interface Rule {
  readonly name: string;
  readonly vjp?: (inputs: readonly Tensor[], g: Tensor, node: Tensor) => readonly (Tensor | undefined)[];
  readonly emit: (emitter: Emitter, inputs: readonly string[], node: Tensor) => string;
  readonly lower?: { readonly f64?: (inputs: readonly Tensor[], attributes: never, node: Tensor) => Tensor };
  readonly reference?: (inputs: readonly Nd[], attributes: never, shape: readonly number[]) => Nd;
  /** Whether the result has the broadcast shape of the inputs. */
  readonly broadcasts?: boolean;
}

/** An op: a function of tensors that carries its rule and its tests. */
export type Op<Args extends readonly unknown[] = readonly never[]> = ((...args: Args) => Tensor) &
  Rule & {
    readonly samples: readonly Sample[];
    readonly exempt: Partial<Record<Law, string>>;
    /** Whether a derivative is stated; else it is zero. */
    readonly differentiable: boolean;
    /** The arguments as checked operands and attributes. */
    readonly split: (...args: readonly unknown[]) => {
      readonly operands: readonly Tensor[];
      readonly attributes: unknown;
    };
  };
export type Unary = Op<[x: Operand]>;
export type Binary = Op<[x: Operand, y: Operand]>;

interface Common<Args extends readonly unknown[], Attributes> {
  /** Splits the arguments into operands and attributes; by default every argument is an operand. */
  readonly args?: (...args: Args) => { readonly inputs: readonly Operand[]; readonly attributes?: Attributes };
  /** Per input; by default every input is "float". */
  readonly accepts?: readonly Accepts[];
  /** f64 values of the result, written apart from the emission. */
  readonly reference: (inputs: readonly Nd[], attributes: Attributes, shape: readonly number[]) => Nd;
  /** Arguments to test with, where draws stand for tensors. */
  readonly samples: readonly Sample[];
  readonly exempt?: Partial<Record<Law, string>>;
}

/** A primitive: knows its result's type, derivative and ONNX form. */
export interface Primitive<Args extends readonly unknown[], Attributes> extends Common<Args, Attributes> {
  /** Shape of the result; by default the inputs' shapes broadcast. */
  readonly shape?: (inputs: readonly Tensor[], attributes: Attributes) => Shape;
  /** Data type of the result; by default that of the first "float" or "number" input. */
  readonly dtype?: DType | ((inputs: readonly Tensor[], attributes: Attributes) => DType);
  /**
   * Cotangents of the inputs from that of the result, as a graph (so that it can be differentiated again). Entries
   * may have the broadcast shape: the engine sums them to their input's. "none" where the derivative is zero or absent.
   */
  readonly vjp:
    | ((inputs: readonly Tensor[], g: Tensor, node: Node<Attributes>) => readonly (Tensor | undefined)[])
    | "none";
  /** The ONNX operator of the same meaning, or how to emit a few of them. */
  readonly onnx: string | ((emitter: Emitter, inputs: readonly string[], node: Node<Attributes>) => string);
  /** The same value by ops that have an f64 kernel, where ONNX Runtime has none for this one. */
  readonly lower?: { readonly f64: (inputs: readonly Tensor[], attributes: Attributes, node: Tensor) => Tensor };
}

/** A composite: a name for a graph of other ops, whose derivative and emission are theirs. */
export interface Composite<Args extends readonly unknown[], Attributes> extends Common<Args, Attributes> {
  readonly compose: (inputs: readonly Tensor[], attributes: Attributes) => Tensor;
}

export interface Node<Attributes> extends Tensor {
  readonly attributes: Readonly<Record<string, unknown>> & Attributes;
}

/**
 * Declares an op; `name` is the name of its file and export.
 * @throws ShapeError, when called, on data types or shapes that do not fit
 */
export function op<Args extends readonly unknown[], Attributes = unknown>(
  name: string,
  spec: Primitive<Args, Attributes> | Composite<Args, Attributes>,
): Op<Args> {
  const split = (...args: Args) => {
    const { inputs, attributes } = spec.args?.(...args) ?? {
      // As many as the samples show: `parts.map(silu)` gives an index too, and a missing one is told by its number.
      inputs: (spec.samples[0]?.map((_, i) => args[i]) ?? args) as unknown as Operand[],
      attributes: undefined,
    };
    return { operands: resolve(name, inputs, spec.accepts), attributes };
  };
  const call = (...args: Args): Tensor => {
    const { operands: inputs, attributes } = split(...args);
    if ("compose" in spec) return spec.compose(inputs, attributes as Attributes);
    const shape = spec.shape?.(inputs, attributes as Attributes) ?? commonShape(name, inputs);
    const dtype = typeof spec.dtype === "function" ? spec.dtype(inputs, attributes as Attributes) : spec.dtype;
    return {
      rule: call as unknown as Rule,
      inputs,
      attributes: (attributes ?? {}) as Record<string, unknown>,
      shape,
      dtype: dtype ?? inputs[leadIndex(inputs, spec.accepts)]!.dtype,
    };
  };
  const primitive = "compose" in spec ? undefined : spec;
  const onnx = primitive?.onnx;
  Object.defineProperty(call, "name", { value: name });
  return Object.assign(call, {
    vjp: primitive && primitive.vjp !== "none" ? primitive.vjp : undefined,
    emit:
      typeof onnx === "string"
        ? (emitter: Emitter, inputs: readonly string[]) => emitter.node(onnx, inputs)
        : (onnx ?? (() => "")),
    lower: primitive?.lower,
    reference: spec.reference,
    broadcasts: primitive !== undefined && primitive.shape === undefined,
    samples: spec.samples,
    exempt: spec.exempt ?? {},
    split,
    differentiable: "compose" in spec || spec.vjp !== "none",
  }) as unknown as Op<Args>;
}

/** Numbers become constants of the data type beside them; data types are checked. */
function resolve(name: string, operands: readonly Operand[], accepts?: readonly Accepts[]): Tensor[] {
  const wants = (i: number): Accepts => accepts?.[Math.min(i, accepts.length - 1)] ?? "float";
  const shared = (i: number) => wants(i) === "float" || wants(i) === "number";
  const lead = operands.find((x, i): x is Tensor => typeof x !== "number" && shared(i));
  return operands.map((operand, i) => {
    const dtype = wants(i) === "integer" ? "i64" : wants(i) === "bool" ? "bool" : (lead?.dtype ?? "f32");
    const x = typeof operand === "number" ? constant(operand, [], dtype) : operand;
    if (x?.shape === undefined || !fits(x.dtype, wants(i)) || (shared(i) && lead && x.dtype !== lead.dtype)) {
      throw new ShapeError(name, {
        expected: `${shared(i) && lead && fits(lead.dtype, wants(i)) ? lead.dtype : wants(i)} for argument ${i + 1}`,
        got: x?.shape === undefined ? String(x) : `${x.dtype} ${printShape(x.shape)}`,
        ...(x?.shape && { hint: "cast(x, dtype)?" }),
      });
    }
    if (typeof operand === "number" && dtype.startsWith("i") && !Number.isInteger(operand)) {
      throw new ShapeError(name, { expected: `a whole number for ${dtype}, argument ${i + 1}`, got: String(operand) });
    }
    return x;
  });
}

function fits(dtype: DType, accepts: Accepts): boolean {
  if (accepts === "any") return true;
  if (accepts === "bool") return dtype === "bool";
  if (accepts === "integer") return dtype === "i32" || dtype === "i64";
  return accepts === "number" ? dtype !== "bool" : dtype === "f32" || dtype === "f64";
}

function leadIndex(inputs: readonly Tensor[], accepts?: readonly Accepts[]): number {
  const at = inputs.findIndex((_, i) =>
    ["float", "number"].includes(accepts?.[Math.min(i, accepts.length - 1)] ?? "float"),
  );
  return Math.max(at, 0);
}

/** Broadcast shape of the inputs. @throws ShapeError */
export function commonShape(name: string, inputs: readonly Tensor[]): Shape {
  const shape = broadcast(...inputs.map((x) => x.shape));
  if (shape) return shape;
  throw new ShapeError(name, {
    expected: "shapes that broadcast",
    got: inputs.map((x) => printShape(x.shape)).join(", "),
  });
}

/** Axes counted from the end if negative, sorted, each once. @throws ShapeError */
export function normalAxes(name: string, axes: readonly number[], rank: number): number[] {
  const found = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  if (
    found.some((axis) => !Number.isInteger(axis) || axis < 0 || axis >= rank) ||
    new Set(found).size !== found.length
  ) {
    throw new ShapeError(name, { expected: `different axes in −${rank} … ${rank - 1}`, got: `[${axes.join(", ")}]` });
  }
  return found.sort((a, b) => a - b);
}

export const normalAxis = (name: string, axis: number, rank: number): number => normalAxes(name, [axis], rank)[0]!;

/** Arguments of one test; a draw stands for a tensor. */
export type Sample = readonly unknown[];
export interface Draw {
  readonly draw: (key: Key) => Nd;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** How many of the last axes an op takes as numbers: laws neither name nor enlarge them. */
  readonly fixed?: number;
}

export const isDraw = (x: unknown): x is Draw => typeof x === "object" && x !== null && "draw" in x;

const draw = (shape: readonly number[], dtype: DType, values: (key: Key, n: number) => Float64Array): Draw => ({
  shape,
  dtype,
  draw: (key) => ({
    shape,
    data: values(
      key,
      shape.reduce((a, b) => a * b, 1),
    ),
  }),
});
export const normal = (shape: readonly number[] = [2, 3]): Draw => draw(shape, "f32", normalDraw);
export const uniform = (low: number, high: number, shape: readonly number[] = [2, 3]): Draw =>
  draw(shape, "f32", (key, n) => uniformDraw(key, n, low, high));
/** Complex numbers: pairs on a further axis. */
export const complex = (shape: readonly number[] = [2, 3]): Draw => ({ ...normal([...shape, 2]), fixed: 1 });
/** Different multiples of 1/4 around 0 in random order, for ops that compare: no tie is within a difference's reach. */
export const distinct = (shape: readonly number[] = [2, 3]): Draw =>
  draw(shape, "f32", (key, n) => Float64Array.from(shuffled(key, n), (i) => (i - (n >> 1)) / 4));
/** Integers low … high − 1. */
export const integers = (low: number, high: number, shape: readonly number[] = [2, 3], dtype: DType = "i64"): Draw =>
  draw(shape, dtype, (key, n) => uniformDraw(key, n, low, high).map(Math.floor));
export const booleans = (shape: readonly number[] = [2, 3]): Draw =>
  draw(shape, "bool", (key, n) => uniformDraw(key, n, 0, 2).map(Math.floor));
/** Given values, for points that a law should always visit. */
export const given = (shape: readonly number[], values: readonly number[], dtype: DType = "f32"): Draw =>
  draw(shape, dtype, () => Float64Array.from(values));
