import { alongAxis } from "../alongAxis.js";
import { customVjp } from "../customVjp.js";
import type { Dim } from "../dim.js";
import { distinct, given, type Nd, type Op, op, type Tensor } from "../op.js";
import { type Ranking, ranking } from "../ranking.js";
import { constant } from "../tensor.js";
import { expand } from "./expand.js";
import { scatterElements } from "./scatterElements.js";
import { topKIndices } from "./topKIndices.js";

/**
 * The k largest (or smallest) elements along an axis (the last by default), in their order; float or integer, without
 * NaN. The derivative goes to the elements that `topKIndices` names: of equal ones to the first.
 * @param x [a…, n, b…]
 * @param k 1 ≤ k ≤ n
 * @returns [a…, k, b…]
 * @throws ShapeError if k is larger than the axis
 */
export const topK: Op<[x: Tensor, k: Dim, axis?: number, options?: Ranking]> = op("topK", {
  args: (x, k, axis, options) => ({ inputs: [x], attributes: ranking("topK", x, k, axis, options) }),
  accepts: ["number"],
  compose: ([x], { k, axis, largest }) =>
    customVjp(topValues(x!, k, axis, largest), [x!], (g, [each]) => {
      const zeros = expand(constant(0, [], g.dtype), each!.shape);
      return [scatterElements(zeros, topKIndices(each!, k, axis, { largest }), g, axis)];
    }),
  reference: topReference,
  samples: [
    [distinct([5]), 2],
    [distinct([2, 4, 3]), 3, 1, { largest: false }],
    [distinct([3, 4]), 1, -2],
    [given([2, 4], [1, 3, 3, 1, 2, 2, 2, 2], "i64"), 3],
  ],
});

type Top = Required<Ranking> & { readonly k: Dim; readonly axis: number };

const topValues = op<[x: Tensor, k: Dim, axis: number, largest: boolean], Top>("topValues", {
  args: (x, k, axis, largest) => ({ inputs: [x], attributes: { k, axis, largest } }),
  accepts: ["number"],
  shape: ([x], { axis, k }) => x!.shape.map((dim, i) => (i === axis ? k : dim)),
  vjp: "none",
  onnx: (emitter, [x], { attributes: { k, axis, largest } }) =>
    emitter.nodes("TopK", [x!, emitter.dims([k])], 2, { axis, largest: Number(largest) })[0]!,
  reference: topReference,
  samples: [],
});

function topReference([x]: readonly Nd[], { k, axis, largest }: Top): Nd {
  const sorted = (line: number[]) => line.sort((a, b) => (largest ? b - a : a - b));
  return alongAxis(x!, axis, (line) => sorted(line).slice(0, k as number));
}
