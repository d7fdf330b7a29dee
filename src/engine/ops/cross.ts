import { ShapeError } from "../../error.js";
import { printShape } from "../dim.js";
import { at, build, commonShape, normal, normalAxis, type Op, op, type Tensor } from "../op.js";

/**
 * Cross product of 3-vectors, right-handed; the other axes broadcast.
 * @param axis where the three components are, in the result; the last by default
 * @throws ShapeError unless both have length 3 there
 */
export const cross: Op<[x: Tensor, y: Tensor, axis?: number]> = op("cross", {
  args: (x, y, axis = -1) => {
    const rank = Math.max(x.shape.length, y.shape.length);
    const fromEnd = normalAxis("cross", axis, rank) - rank;
    if (x.shape.at(fromEnd) !== 3 || y.shape.at(fromEnd) !== 3) {
      throw new ShapeError("cross", {
        expected: `length 3 on axis ${axis} of both`,
        got: `${printShape(x.shape)}, ${printShape(y.shape)}`,
      });
    }
    return { inputs: [x, y], attributes: { axis: fromEnd } };
  },
  accepts: ["number"],
  shape: (inputs) => commonShape("cross", inputs),
  // ⟨g, x × y⟩ = ⟨x, y × g⟩ = ⟨y, g × x⟩
  vjp: ([x, y], g, { attributes: { axis } }) => [cross(y!, g, axis), cross(g, x!, axis)],
  onnx: (emitter, [x, y], { attributes: { axis } }) => {
    const turned = (of: string, order: number[]) => emitter.node("Gather", [of, emitter.ints(order)], { axis });
    const half = (a: string, b: string) => emitter.node("Mul", [turned(a, [1, 2, 0]), turned(b, [2, 0, 1])]);
    return emitter.node("Sub", [half(x!, y!), half(y!, x!)]);
  },
  reference: ([x, y], { axis }, shape) =>
    build(shape, (index) => {
      const place = index.length + axis;
      const component = (of: typeof x, step: number) =>
        at(
          of!,
          index.map((i, a) => (a === place ? (i + step) % 3 : i)),
        );
      return component(x, 1) * component(y, 2) - component(x, 2) * component(y, 1);
    }),
  samples: [
    [normal([3]), normal([3])],
    [normal([2, 3]), normal([3])],
    [normal([3, 2]), normal([3, 1]), 0],
    [normal([2, 3, 4]), normal([3, 4]), -2],
  ],
  exempt: { named: "the axis of the components has length 3" },
});
