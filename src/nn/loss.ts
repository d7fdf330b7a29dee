import type { Tensor } from "../engine/index.js";

/** What a loss says besides its formula. */
interface About {
  readonly about: string;
  /** Predictions and targets are alike, or there is a row of logits [n, classes] for each whole number [n]. */
  readonly targets: "values" | "classes";
}

/** A number that says how far predictions are from targets, as a graph. */
export interface Loss extends About {
  readonly name: string;
  /** @returns a scalar, at least 0; 0 only where the prediction is right, and certain of it */
  (prediction: Tensor, target: Tensor): Tensor;
}

/** Declares a loss; `name` is the name of its file and export. */
export function loss(
  name: string,
  { compute, ...about }: About & { readonly compute: (prediction: Tensor, target: Tensor) => Tensor },
): Loss {
  const call = Object.defineProperty(compute.bind(undefined), "name", { value: name });
  return Object.assign(call, about);
}
