import { checkElements, placesOf } from "../elements.js";
import { given, nd, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";
import { expand } from "./expand.js";
import { gatherElements } from "./gatherElements.js";

/**
 * x with some elements replaced: y[index[i, j], j] = updates[i, j] for axis 0 (torch.scatter). No place may be named
 * twice, else value and derivative are those of either update; `scatterAdd` is for repeats.
 * @param x [a…, n, b…]
 * @param index integers [a…, m, b…], 0 ≤ index < n
 * @param updates the shape of index
 * @returns the shape of x
 * @throws ShapeError if the shapes differ otherwise
 */
export const scatterElements: Op<[x: Tensor, index: Tensor, updates: Tensor, axis: number]> = op("scatterElements", {
  args: (x, index, updates, axis) => ({
    inputs: [x, index, updates],
    attributes: { axis: normalAxis("scatterElements", axis, x.shape.length) },
  }),
  accepts: ["number", "integer", "number"],
  shape: ([x, index, updates], { axis }) => {
    checkElements("scatterElements", axis, x!, index!, updates!);
    return x!.shape;
  },
  vjp: ([, index, updates], g, { attributes: { axis } }) => {
    const zeros = expand(constant(0, [], g.dtype), updates!.shape);
    return [scatterElements(g, index!, zeros, axis), undefined, gatherElements(g, index!, axis)];
  },
  onnx: (emitter, inputs, { attributes }) => emitter.node("ScatterElements", inputs, { axis: attributes.axis }),
  reference: ([x, index, updates], { axis }, shape) => {
    const out = nd(shape, x!.data);
    placesOf(x!, index!, axis).forEach((place, i) => {
      out.data[place] = updates!.data[i]!;
    });
    return out;
  },
  samples: [
    [normal([4]), given([2], [3, 0], "i64"), normal([2]), 0],
    [normal([4, 3]), given([2, 3], [0, 1, 2, 3, 0, 1], "i64"), normal([2, 3]), 0],
    [normal([2, 5]), given([2, 3], [4, 0, 2, 1, 3, 0], "i64"), normal([2, 3]), -1],
  ],
});
