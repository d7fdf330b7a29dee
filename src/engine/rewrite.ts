import type { Tensor } from "./tensor.js";

/** A row of the rewrite table: an equality between graphs, used from left to right. */
export interface Rewrite {
  readonly name: string;
  /** Names of the ops the pattern can start at. */
  readonly roots: readonly string[];
  /** Graphs that match, on which the law proves both sides equal for random inputs. */
  readonly examples: readonly (() => Tensor)[];
  /** The better graph, or undefined where the pattern does not match. */
  readonly apply: (node: Tensor) => Tensor | undefined;
}

/** Declares a rewrite; `name` is the name of its file and export. */
export const rewrite = (name: string, spec: Omit<Rewrite, "name">): Rewrite => ({ name, ...spec });
