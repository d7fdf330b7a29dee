import type { Tensor } from "../engine/index.js";

/** A number that says how far predictions are from targets, as a graph. */
export interface Loss {
  readonly name: string;
  readonly about: string;
  /** @returns a scalar */
  (prediction: Tensor, target: Tensor): Tensor;
}

/** Declares a loss; `name` is the name of its file and export. */
export function loss(name: string, about: string, compute: (prediction: Tensor, target: Tensor) => Tensor): Loss {
  const call = Object.defineProperty(compute.bind(undefined), "name", { value: name });
  return Object.assign(call, { about });
}
