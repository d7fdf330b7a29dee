import { ShapeError } from "../../error.js";
import { divDims, mulDims, printShape, type Shape, sizeOf } from "../dim.js";
import { normal, type Op, op, type Tensor } from "../op.js";

/**
 * The same elements in another shape, row-major.
 * @param shape sizes or names; one −1 stands for what is left
 * @throws ShapeError if the sizes differ, or the −1 cannot be told
 */
export const reshape: Op<[x: Tensor, shape: Shape]> = op("reshape", {
  args: (x, shape) => ({ inputs: [x], attributes: { shape: resolved(x, shape) } }),
  accepts: ["any"],
  shape: (_, { shape }) => shape,
  vjp: ([x], g) => [reshape(g, x!.shape)],
  onnx: (emitter, [x], { attributes: { shape } }) => {
    // A size 0 means "as in x" to ONNX unless it is told otherwise.
    const zeros = shape.includes(0) || shape.filter((dim) => typeof dim === "string").length > 1;
    return emitter.node("Reshape", [x!, emitter.shape(shape)], zeros ? { allowzero: 1 } : {});
  },
  reference: ([x], _, shape) => ({ shape, data: x!.data }),
  samples: [
    [normal([2, 3]), [3, 2]],
    [normal([2, 3, 4]), [2, -1]],
    [normal([1, 3]), [3]],
  ],
  exempt: { named: "the shape is an argument" },
});

function resolved(x: Tensor, shape: Shape): Shape {
  const known = mulDims(...shape.filter((dim) => dim !== -1));
  const left = divDims(sizeOf(x.shape), known);
  const out = shape.map((dim) => (dim === -1 ? left : dim));
  if (left === undefined || sizeOf(out as Shape) !== sizeOf(x.shape)) {
    throw new ShapeError("reshape", {
      expected: `${sizeOf(x.shape)} elements of ${printShape(x.shape)}`,
      got: printShape(shape),
    });
  }
  return out as Shape;
}
