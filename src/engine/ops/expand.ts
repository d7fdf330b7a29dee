import { ShapeError } from "../../error.js";
import { broadcast, printShape, type Shape, sameShape } from "../dim.js";
import { at, build, normal, type Op, op, type Tensor } from "../op.js";

/**
 * Repeats axes of length 1, and adds leading axes, up to a shape.
 * @throws ShapeError if x does not broadcast to the shape
 */
export const expand: Op<[x: Tensor, shape: Shape]> = op("expand", {
  args: (x, shape) => ({ inputs: [x], attributes: { shape } }),
  accepts: ["any"],
  shape: ([x], { shape }) => {
    const common = broadcast(x!.shape, shape);
    if (common && sameShape(common, shape)) return shape;
    throw new ShapeError("expand", {
      expected: `a shape that broadcasts to ${printShape(shape)}`,
      got: printShape(x!.shape),
    });
  },
  vjp: (_, g) => [g],
  onnx: (emitter, [x], node) => {
    // ONNX keeps x's own size where 1 is asked for, so that only the repeated axes need a value when the graph runs.
    const own = node.inputs[0]!.shape;
    const skip = node.shape.length - own.length;
    return emitter.node("Expand", [
      x!,
      emitter.dims(node.shape.map((dim, i) => (i >= skip && own[i - skip] !== 1 ? 1 : dim))),
    ]);
  },
  reference: ([x], _, shape) => build(shape, (index) => at(x!, index)),
  samples: [
    [normal([3]), [2, 3]],
    [normal([2, 1]), [4, 2, 3]],
  ],
  exempt: { named: "the shape is an argument" },
});
