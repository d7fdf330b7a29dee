import { ShapeError } from "../error.js";
import type { Dim } from "./dim.js";
import { normalAxis, type Tensor } from "./op.js";

export interface Ranking {
  /** Largest first (the default), or smallest first. */
  readonly largest?: boolean;
}

/** The arguments of a ranking, checked. @throws ShapeError */
export function ranking(name: string, x: Tensor, k: Dim, axis = -1, { largest = true }: Ranking = {}) {
  const at = normalAxis(name, axis, x.shape.length);
  const length = x.shape[at]!;
  if (typeof k === "number" && (!Number.isInteger(k) || k < 1 || (typeof length === "number" && k > length))) {
    throw new ShapeError(name, { expected: `1 ≤ k ≤ ${length}, the length of axis ${at}`, got: `k = ${k}` });
  }
  return { k, axis: at, largest };
}
