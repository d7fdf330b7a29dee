import type { Dim } from "../dim.js";
import type { Nd } from "../nd.js";
import type { Tensor } from "../tensor.js";
import type { ElementType } from "./elementType.js";
import type { Held } from "./held.js";

/** A node of a foreign graph, its inputs already ours; every reader throws InputError with the node's name. */
export interface OnnxNode {
  /** Such as "Add". */
  readonly operator: string;
  /** Version of the operator set that the model asks for. */
  readonly version: number;
  /** Absent optional inputs are undefined. */
  readonly inputs: readonly (Held | undefined)[];
  /** Which results have a name, in order. */
  readonly wanted: readonly boolean[];
  readonly has: (attribute: string) => boolean;
  /** Attributes; without a default they must be there. */
  readonly int: (attribute: string, otherwise?: number) => number;
  readonly float: (attribute: string, otherwise?: number) => number;
  readonly text: (attribute: string, otherwise?: string) => string;
  readonly ints: (attribute: string, otherwise?: readonly number[]) => readonly number[];
  readonly floats: (attribute: string, otherwise?: readonly number[]) => readonly number[];
  readonly texts: (attribute: string, otherwise?: readonly string[]) => readonly string[];
  readonly tensor: (attribute: string) => Held;
  /** The value of an input, its tensor, its element type. */
  readonly held: (i: number) => Held;
  readonly x: (i: number) => Tensor;
  readonly maybe: (i: number) => Tensor | undefined;
  readonly type: (i: number) => ElementType;
  /** The sizes that an integer input holds; undefined where the running graph alone knows. */
  readonly known: (i: number) => readonly Dim[] | undefined;
  /** The same where they must be known: sizes, numbers, one number, an array. */
  readonly sizes: (i: number) => readonly Dim[];
  readonly numbers: (i: number) => readonly number[];
  readonly number: (i: number) => number;
  readonly values: (i: number) => Nd;
  /** The names of a subgraph's inputs and outputs. */
  readonly ports: (attribute: string) => { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  /** Runs a subgraph, which sees the values around it. */
  readonly run: (attribute: string, inputs: readonly Held[]) => readonly Held[];
  readonly fail: (expected: string, got: string, hint?: string) => never;
}

/** A result of a node: a tensor has the element type of an input that is held alike. */
export type Result = Tensor | Held | undefined;
export type Convert = (node: OnnxNode) => Result | readonly Result[];

/** How an operator becomes ours. */
export type Operator = Convert | SizedOperator;
export interface SizedOperator {
  readonly convert: Convert;
  /** What an integer result holds where inputs hold names of dimensions. */
  readonly sizes: (node: OnnxNode) => Sizes;
  /** Inputs that are read as sizes only: of numbers beyond 2⁵³ nothing matters but that they are large. */
  readonly bounds?: readonly number[];
}
type Sizes = readonly Dim[] | undefined;

/** A family of ONNX operators that are imported alike. */
export interface Importer {
  readonly name: string;
  /** By ONNX's name; with its domain (`com.microsoft.Gelu`) where that is not ONNX's own. */
  readonly operators: Readonly<Record<string, Operator>>;
}

/** Declares importers; `name` is the name of its file and export. */
export const importer = (name: string, operators: Importer["operators"]): Importer => ({ name, operators });
