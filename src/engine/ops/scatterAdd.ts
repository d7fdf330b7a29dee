import { checkElements, placesOf } from "../elements.js";
import { integers, nd, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { gatherElements } from "./gatherElements.js";

/**
 * x with the updates added, each to the element its index names along one axis; repeats add up:
 * y[index[i, j], j] += updates[i, j] for axis 0 (torch.scatter_add). The order of summation is fixed.
 * @param x [a…, n, b…]
 * @param index integers [a…, m, b…], 0 ≤ index < n
 * @param updates the shape of index
 * @returns the shape of x
 * @throws ShapeError if the shapes differ otherwise
 */
export const scatterAdd: Op<[x: Tensor, index: Tensor, updates: Tensor, axis: number]> = op("scatterAdd", {
  args: (x, index, updates, axis) => ({
    inputs: [x, index, updates],
    attributes: { axis: normalAxis("scatterAdd", axis, x.shape.length) },
  }),
  accepts: ["number", "integer", "number"],
  shape: ([x, index, updates], { axis }) => {
    checkElements("scatterAdd", axis, x!, index!, updates!);
    return x!.shape;
  },
  vjp: ([, index], g, { attributes: { axis } }) => [g, undefined, gatherElements(g, index!, axis)],
  // One thread, in the order of the updates; ScatterND(add) would race.
  onnx: (emitter, inputs, { attributes }) =>
    emitter.node("ScatterElements", inputs, { axis: attributes.axis, reduction: "add" }),
  reference: ([x, index, updates], { axis }, shape) => {
    const out = nd(shape, x!.data);
    placesOf(x!, index!, axis).forEach((place, i) => {
      out.data[place]! += updates!.data[i]!;
    });
    return out;
  },
  samples: [
    [normal([4]), integers(0, 4, [6]), normal([6]), 0],
    [normal([4, 3]), integers(0, 2, [3, 3]), normal([3, 3]), 0],
    [normal([2, 3, 2]), integers(0, 3, [2, 5, 2]), normal([2, 5, 2]), -2],
  ],
});
