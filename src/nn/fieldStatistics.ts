// Means and mean squares of the copies of a field over its batch.
import { add, concat, max, mean, mul, reshape, stopGradient, sub, sum } from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import type { Irreps } from "../group/irreps.js";
import type { Field, GroupName } from "./field.js";

export interface StatisticsOptions {
  /** Whether the square of a copy is the mean ("component", by default) or the sum ("norm") of its components'. */
  readonly normalization?: "component" | "norm";
  /** How squares are reduced over the axes between the first and the components: by their "mean" (default) or "max". */
  readonly reduce?: "mean" | "max";
  /** Whether each entry of the first axis has statistics of its own; false by default. */
  readonly instance?: boolean;
}

export interface FieldStatistics {
  /** Of each copy of 0e, in order: [copies of 0e]. */
  readonly mean: Tensor;
  /** Mean squares of all copies, without ε; those of 0e about their mean: [copies]. */
  readonly variance: Tensor;
}

/** Statistics before any batch: means of 0, variances of 1. */
export const startStatistics = (irreps: Irreps): FieldStatistics => {
  const scalars = irreps.reduce((n, { irrep, multiplicity }) => n + (irrep === "0e" ? multiplicity : 0), 0);
  return {
    mean: constant(new Float64Array(scalars), [scalars]),
    variance: constant(new Float64Array(irreps.count).fill(1), [irreps.count]),
  };
};

/** Those of a field, over all of its batch. */
export function fieldStatistics(
  x: Field<GroupName, string>,
  options: Omit<StatisticsOptions, "instance"> = {},
): FieldStatistics {
  const all = partStatistics(x, options);
  const rows = (found: readonly Tensor[]) =>
    found.length > 0
      ? concat(
          found.map((each) => reshape(each, [-1])),
          0,
        )
      : constant([], [0]);
  return {
    mean: rows(all.flatMap(({ mean }) => (mean ? [mean] : []))),
    variance: rows(all.map(({ variance }) => variance)),
  };
}

/** (1 − momentum) · before + momentum · now, without derivatives. */
export function rollingStatistics(before: FieldStatistics, now: FieldStatistics, momentum = 0.1): FieldStatistics {
  const rolled = (a: Tensor, b: Tensor) => add(mul(a, 1 - momentum), mul(stopGradient(b), momentum));
  return { mean: rolled(before.mean, now.mean), variance: rolled(before.variance, now.variance) };
}

/** For each part: the mean if it is of 0e, and the mean square; [.., 1, multiplicity] with batch axes of 1. */
export function partStatistics(
  { irreps, parts }: Field<GroupName, string>,
  { normalization = "component", reduce = "mean", instance = false }: StatisticsOptions,
): readonly { readonly mean: Tensor | undefined; readonly variance: Tensor }[] {
  return parts.map((part, i) => {
    const batch = part.shape.slice(0, -2).map((_, axis) => axis);
    const axes = instance ? batch.slice(1) : batch;
    const average = (x: Tensor) => mean(x, { axes, keepDims: true });
    const center = irreps[i]!.irrep === "0e" ? average(part) : undefined;
    const rest = center ? sub(part, center) : part;
    const components = { axes: [-2], keepDims: true };
    const square = normalization === "norm" ? sum(mul(rest, rest), components) : mean(mul(rest, rest), components);
    if (reduce === "mean") return { mean: center, variance: average(square) };
    const largest = max(square, { axes: batch.slice(1), keepDims: true });
    return { mean: center, variance: instance ? largest : mean(largest, { axes: [0], keepDims: true }) };
  });
}
