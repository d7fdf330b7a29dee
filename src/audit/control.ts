import type { Graph } from "../engine/graph.js";
import type { Nd } from "../engine/nd.js";
import { add, mul } from "../engine/ops/index.gen.js";
import { constant } from "../engine/tensor.js";
import type { Plain } from "../group/group.js";
import { type Key, normal } from "../random.js";
import type { Symmetry } from "./measure.js";

/** A fixed direction on the last axis of an output, the same for every element: no rotation leaves it alone. */
export interface Perturbation {
  readonly output: string;
  readonly size: number;
  readonly direction: readonly number[];
}

/** A perturbation of relative size `size` of an output that the group moves. */
export function perturbation(graph: Graph, output: string, size: number, key: Key): Perturbation {
  const n = graph.outputs[output]!.shape.at(-1) as number;
  return { output, size, direction: [...normal(key, n)] };
}

/** The same graph with the perturbation added to its output: a model that has lost its symmetry by a known amount. */
export function perturbed(graph: Graph, { output, size, direction }: Perturbation): Graph {
  const y = graph.outputs[output]!;
  const shift = mul(constant(direction, [direction.length], y.dtype), size);
  return { inputs: graph.inputs, outputs: { ...graph.outputs, [output]: add(y, shift) } };
}

/**
 * The error that the perturbation causes, from the unperturbed output alone: ‖s − (g·(y + s) − g·y)‖ / ‖g·(y + s)‖.
 * @param y the exactly equivariant model's output at x
 */
export function errorOf(
  { output, size, direction }: Perturbation,
  { outputs }: Symmetry,
  element: Plain,
  y: Nd,
): number {
  const action = outputs[output]!;
  const shift = (x: Nd): Nd => ({
    shape: x.shape,
    data: x.data.map((value, i) => value + size * direction[i % direction.length]!),
  });
  const moved = action.act(element, y);
  const movedShifted = action.act(element, shift(y));
  let [distance, total] = [0, 0];
  shift(moved).data.forEach((value, i) => {
    distance += (value - movedShifted.data[i]!) ** 2;
    total += movedShifted.data[i]! ** 2;
  });
  return Math.sqrt(distance / total);
}
