import { checkElements, placesOf } from "../elements.js";
import { integers, nd, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { constant } from "../tensor.js";
import { expand } from "./expand.js";
import { scatterAdd } from "./scatterAdd.js";

/**
 * One element for each index, along one axis: y[i, j] = x[index[i, j], j] for axis 0 (torch.gather).
 * @param x [a…, n, b…]
 * @param index integers [a…, m, b…], 0 ≤ index < n, repeats allowed
 * @returns the shape of index
 * @throws ShapeError if x and index differ on another axis
 */
export const gatherElements: Op<[x: Tensor, index: Tensor, axis: number]> = op("gatherElements", {
  args: (x, index, axis) => ({
    inputs: [x, index],
    attributes: { axis: normalAxis("gatherElements", axis, x.shape.length) },
  }),
  accepts: ["any", "integer"],
  dtype: ([x]) => x!.dtype,
  shape: ([x, index], { axis }) => {
    checkElements("gatherElements", axis, x!, index!);
    return index!.shape;
  },
  vjp: ([x, index], g, { attributes: { axis } }) => [
    scatterAdd(expand(constant(0, [], g.dtype), x!.shape), index!, g, axis),
    undefined,
  ],
  onnx: (emitter, inputs, { attributes }) => emitter.node("GatherElements", inputs, { axis: attributes.axis }),
  reference: ([x, index], { axis }, shape) =>
    nd(
      shape,
      placesOf(x!, index!, axis).map((place) => x!.data[place]!),
    ),
  samples: [
    [normal([4]), integers(0, 4, [6]), 0],
    [normal([4, 3]), integers(0, 4, [2, 3]), 0],
    [normal([2, 3, 2]), integers(0, 3, [2, 5, 2]), -2],
  ],
});
