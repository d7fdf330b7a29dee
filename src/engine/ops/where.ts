import { booleans, elementwise, normal, type Op, type Operand, op, type Tensor } from "../op.js";

/** x where the condition holds, y elsewhere; elementwise with broadcasting. */
export const where: Op<[condition: Tensor, x: Operand, y: Operand]> = op("where", {
  accepts: ["bool", "number"],
  vjp: ([condition], g) => [undefined, where(condition!, g, 0), where(condition!, 0, g)],
  onnx: "Where",
  reference: elementwise((condition, x, y) => (condition ? x! : y!)),
  samples: [
    [booleans(), normal(), normal()],
    [booleans([2, 1]), normal([3]), normal([2, 3])],
  ],
});
