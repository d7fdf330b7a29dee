// Nodes of several results. The node itself is a token, of which only its results are used.
import type { Dim } from "./dim.js";
import type { Rule } from "./op.js";
import type { Tensor, TensorType } from "./tensor.js";

/** The rule of a node of several results: `emit` returns their names, joined by spaces. */
export interface ResultsRule extends Rule {
  /** Cotangents of the inputs from those of the results, where these have one. */
  readonly resultsVjp: (node: Tensor, cotangents: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[];
  /** The results [size, …] for inputs of which some (mapped) have a leading axis of that size. */
  readonly batched: (node: Tensor, inputs: readonly Mapped[], size: Dim) => readonly Tensor[];
  /** The results of two nodes run as one, which neither needs the other for; undefined where that is no better. */
  readonly joined?: (one: Tensor, other: Tensor) => readonly [readonly Tensor[], readonly Tensor[]] | undefined;
  /** The results of each graph that runs inside, for their memory; those that have the numbers of the node's own come first. */
  readonly bodies?: (node: Tensor) => readonly (readonly Tensor[])[];
}

/** A tensor of the original shape, or with a leading axis in front of it. */
export interface Mapped {
  readonly x: Tensor;
  readonly isMapped: boolean;
}

/** One result of a node of several; `attributes.index` says which. */
export const resultRule: Rule = {
  name: "result",
  emit: (_, [names], node) => names!.split(" ")[node.attributes.index as number]!,
};

/** A node of several results, and these. */
export function withResults(
  rule: ResultsRule,
  inputs: readonly Tensor[],
  attributes: Tensor["attributes"],
  types: readonly TensorType[],
): Tensor[] {
  const token: Tensor = { rule, inputs, attributes, shape: [], dtype: "f32" };
  return types.map((type, index) => resultOf(token, index, type));
}

/** One result of a node, of a type that the node's rule knows. */
export const resultOf = (token: Tensor, index: number, { shape, dtype }: TensorType): Tensor => ({
  rule: resultRule,
  inputs: [token],
  attributes: { index },
  shape,
  dtype,
});

export const hasResults = (rule: Rule): rule is ResultsRule => "resultsVjp" in rule;
