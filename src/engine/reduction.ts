import type { Dim, Shape } from "./dim.js";
import { build, forEachIndex, type Nd, normalAxes, type Operand, type Tensor } from "./op.js";

/** Which axes to reduce (all by default) and whether they stay as length 1. */
export interface Axes {
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
}
export interface Reduced {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** The arguments of a reduction. */
export const reductionArgs =
  (name: string) =>
  (
    x: Tensor,
    { axes = x.shape.map((_, i) => i), keepDims = false }: Axes = {},
  ): { inputs: Operand[]; attributes: Reduced } => ({
    inputs: [x],
    attributes: { axes: normalAxes(name, axes, x.shape.length), keepDims },
  });

export function reducedShape(shape: Shape, { axes, keepDims }: Reduced): Shape {
  if (keepDims) return shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
  return shape.filter((_, i) => !axes.includes(i));
}

/** The shape with the reduced axes as length 1, to which a cotangent is reshaped before it broadcasts. */
export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((dim: Dim, i) => (axes.includes(i) ? 1 : dim));

/** A reference that folds the values of each group, in row-major order. */
export const reduce =
  (fold: (values: number[]) => number) =>
  ([x]: readonly Nd[], { axes }: Reduced, shape: readonly number[]): Nd => {
    const kept = x!.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
    const groups: number[][] = Array.from({ length: kept.reduce((a, b) => a * b, 1) }, () => []);
    forEachIndex(x!.shape, (index, flat) => {
      const to = kept.reduce((at, dim, i) => at * dim + (dim === 1 ? 0 : index[i]!), 0);
      groups[to]!.push(x!.data[flat]!);
    });
    const out = build(shape, () => 0);
    groups.forEach((values, i) => {
      out.data[i] = fold(values);
    });
    return out;
  };
