import { ShapeError } from "../../error.js";
import { build, normal, type Op, op, strides, type Tensor } from "../op.js";

/**
 * The axes in another order; axis i of the result is axis `permutation[i]` of x. By default all axes are reversed.
 * @throws ShapeError if it is not a permutation of the axes
 */
export const transpose: Op<[x: Tensor, permutation?: readonly number[]]> = op("transpose", {
  args: (x, permutation = x.shape.map((_, i) => x.shape.length - 1 - i)) => {
    if ([...permutation].sort((a, b) => a - b).join() !== x.shape.map((_, i) => i).join()) {
      throw new ShapeError("transpose", {
        expected: `a permutation of ${x.shape.length} axes`,
        got: `[${permutation.join(", ")}]`,
      });
    }
    return { inputs: [x], attributes: { permutation } };
  },
  accepts: ["any"],
  shape: ([x], { permutation }) => permutation.map((axis) => x!.shape[axis]!),
  vjp: (_, g, { attributes: { permutation } }) => [
    transpose(
      g,
      permutation.map((_, i) => permutation.indexOf(i)),
    ),
  ],
  onnx: (emitter, [x], { attributes }) => emitter.node("Transpose", [x!], { perm: attributes.permutation }),
  reference: ([x], { permutation }, shape) => {
    const step = strides(x!.shape);
    return build(shape, (index) => x!.data[index.reduce((flat, i, axis) => flat + i * step[permutation[axis]!]!, 0)]!);
  },
  samples: [[normal([2, 3])], [normal([2, 3, 4]), [1, 2, 0]]],
});
